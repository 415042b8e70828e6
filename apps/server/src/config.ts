import { randomBytes } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { BACKEND_MB } from '@madang/kernel';
import type { PlacementAddress } from '@madang/platform-tenancy';
import { z } from 'zod';
import { readPlacements } from './placements-env.js';

const whole = (min: number, max: number): z.ZodType<number> => z.coerce.number().int().min(min).max(max);
const flag = z.enum(['0', '1', 'true', 'false', '']).transform((v) => v === '1' || v === 'true');

// One line per variable; docs/operate/configuration.md lists the same names (held together by a test).
const VARIABLES = {
  NODE_ENV: z.enum(['development', 'production', 'test']).default('development'),
  PORT: whole(0, 65535).default(3000),
  BIND: z.string().default(''),
  ROLE: z.enum(['web', 'worker', 'all']).default('all'),
  BASE_DOMAIN: z
    .string()
    .regex(/^[a-z0-9.-]+$/)
    .default('localhost'),
  PUBLIC_SCHEME: z.enum(['http', 'https']).optional(),
  PUBLIC_PORT: whole(1, 65535).optional(),
  DATABASE_URL: z.string().regex(/^postgres(ql)?:\/\//, 'must be a postgres:// address'),
  DATABASE_APP_URL: z
    .string()
    .regex(/^postgres(ql)?:\/\//)
    .optional(),
  PLACEMENTS: z.string().optional(),
  PLACEMENTS_FILE: z.string().optional(),
  ISOLATION: z.enum(['role', 'path']).default('role'),
  PREPARED_STATEMENTS: flag.default(true),
  POOL_SIZE: whole(1, 100).default(8),
  BACKEND_MB: whole(16, 4096).default(BACKEND_MB),
  SPARE_TENANTS: whole(0, 50).default(2),
  MADANG_DATA: z.string().default('.madang'),
  MADANG_SECRET: z.string().min(32, 'must have 32 characters or more').optional(),
  MADANG_SECRET_FILE: z.string().optional(),
  SMTP_URL: z
    .string()
    .regex(/^smtps?:\/\//, 'must be an smtp:// or smtps:// address')
    .optional(),
  MAIL_FROM: z.string().default('no-reply@localhost'),
  DNS_SERVERS: z
    .string()
    .regex(/^[0-9a-fA-F.:[\],]+$/, 'must be addresses, separated by commas')
    .optional(),
  TLS_PORT: whole(1, 65535).default(443),
  DEMO: flag.default(false),
  LOG_LEVEL: z.enum(['debug', 'info', 'warn', 'error', 'silent']).default('info'),
  TRUST_PROXY: flag.default(false),
  METRICS_TOKEN: z.string().min(16).optional(),
  STRIPE_SECRET_KEY: z
    .string()
    .regex(/^(sk|rk)_(test|live)_\w{8,}$/, 'must be a secret or restricted key of Stripe')
    .optional(),
  STRIPE_WEBHOOK_SECRET: z
    .string()
    .regex(/^whsec_\w{8,}$/, 'must be the signing secret of a webhook endpoint')
    .optional(),
} as const;

/** Names of all environment variables the program reads. */
export const VARIABLE_NAMES = Object.keys(VARIABLES);

const SCHEMA = z.object(VARIABLES);
type Raw = z.output<typeof SCHEMA>;

export interface Config extends Omit<Raw, 'MADANG_SECRET' | 'MADANG_SECRET_FILE' | 'PLACEMENTS' | 'PLACEMENTS_FILE'> {
  secret: string;
  /** Databases beside `main`, by name. */
  placements: ReadonlyMap<string, PlacementAddress>;
  dataDir: string;
  /** Scheme and port as people type them: `http` and `:3000`, or `https` and nothing. */
  publicScheme: 'http' | 'https';
  publicPort: string;
}

/** A configuration that cannot work; `problems` names each variable and what to do. */
export class ConfigurationError extends Error {
  constructor(readonly problems: string[]) {
    super(`The configuration cannot work:\n${problems.map((p) => `  - ${p}`).join('\n')}`);
  }
}

/**
 * Reads and checks the environment. In production the secret must be given; in development one is
 * made once and kept under the data folder.
 */
export function readConfig(env: Record<string, string | undefined>): Config {
  const given = Object.fromEntries(Object.entries(env).filter(([key, value]) => key in VARIABLES && value !== ''));
  const read = SCHEMA.safeParse(given);
  if (!read.success)
    throw new ConfigurationError(
      read.error.issues.map((i) => `${i.path.join('.')}: ${i.message}. See docs/operate/configuration.md.`),
    );
  if (read.data.DEMO && read.data.NODE_ENV === 'production')
    throw new ConfigurationError(['DEMO: demo people have a known password; production does not start with them.']);
  if (Boolean(read.data.STRIPE_SECRET_KEY) !== Boolean(read.data.STRIPE_WEBHOOK_SECRET))
    throw new ConfigurationError(['STRIPE_SECRET_KEY and STRIPE_WEBHOOK_SECRET belong together: give both or none.']);
  const { MADANG_SECRET, MADANG_SECRET_FILE, PLACEMENTS, PLACEMENTS_FILE, ...rest } = read.data;
  const placements = placementsOf(PLACEMENTS, PLACEMENTS_FILE, rest.DATABASE_URL);
  const dataDir = resolve(rest.MADANG_DATA);
  const publicScheme = rest.PUBLIC_SCHEME ?? (rest.NODE_ENV === 'production' ? 'https' : 'http');
  const port = rest.PUBLIC_PORT ?? (rest.NODE_ENV === 'production' ? undefined : rest.PORT);
  const standard = port === undefined || port === (publicScheme === 'https' ? 443 : 80);
  return {
    ...rest,
    placements,
    secret: secretOf(MADANG_SECRET, MADANG_SECRET_FILE, dataDir, rest.NODE_ENV === 'production'),
    dataDir,
    publicScheme,
    publicPort: standard ? '' : `:${port}`,
  };
}

function placementsOf(
  given: string | undefined,
  file: string | undefined,
  main: string,
): ReadonlyMap<string, PlacementAddress> {
  if (given && file) throw new ConfigurationError(['PLACEMENTS and PLACEMENTS_FILE: give one of them.']);
  if (file && !existsSync(file)) throw new ConfigurationError([`PLACEMENTS_FILE: there is no file ${file}.`]);
  const { addresses, problems } = readPlacements(given ?? (file ? readFileSync(file, 'utf8') : ''), main);
  if (problems.length > 0)
    throw new ConfigurationError(problems.map((problem) => `${problem}. See docs/operate/configuration.md.`));
  return addresses;
}

function secretOf(given: string | undefined, file: string | undefined, dataDir: string, production: boolean): string {
  if (given) return given;
  if (file) return readFileSync(file, 'utf8').trim();
  if (production)
    throw new ConfigurationError([
      'MADANG_SECRET or MADANG_SECRET_FILE is needed in production: 32 or more random characters.',
    ]);
  const kept = join(dataDir, 'secret');
  if (!existsSync(kept)) {
    mkdirSync(dataDir, { recursive: true });
    writeFileSync(kept, randomBytes(32).toString('base64url'), { mode: 0o600, flag: 'wx' });
  }
  return readFileSync(kept, 'utf8').trim();
}

/** The address of a host of this installation as people type it. */
export const siteUrl = (config: Pick<Config, 'publicScheme' | 'publicPort'>, host: string, path = ''): string =>
  `${config.publicScheme}://${host}${config.publicPort}${path}`;
