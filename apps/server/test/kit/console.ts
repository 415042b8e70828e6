/// <reference lib="dom" />
import { mkdirSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import type { Browser, BrowserContext, Page } from 'playwright-core';
import { launchBrowser } from '../../../../infra/dev/browser.mjs';
import { hashSecret, newId, newSecret } from '@madang/kernel';
import { provisionDemo, tenantFolders } from '../../src/demo/demo.js';
import { DEMO_PASSWORD } from '../../src/demo/people.js';
import { openHouse, tokenIn, type House } from './yard.js';

const AXE = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');
const TAGS = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'];
/** What the role of `guide` bundles. */
export const GUIDE = ['inputs.read', 'comments.moderate', 'processes.design'];
/** Set SCREENS to a folder to keep pictures. */
const SCREENS = process.env['SCREENS'];

export interface ConsoleLook {
  width?: number;
  mode?: 'light' | 'dark';
  locale?: 'ko' | 'en';
}

/** Whoever a screen is opened as: somebody of the demo in this role, or `guide`, who is made on demand. */
export type ConsoleRole = 'administrator' | 'officer' | 'organiser' | 'member' | 'guide';

/** A whole installation with a demo tenant, whose console is opened, and a browser. */
export interface ConsoleHouse {
  house: House;
  host: string;
  slug: string;
  /** Signs in as somebody of the demo in this role and opens a screen of the console. */
  open(path: string, who?: { role?: ConsoleRole } & ConsoleLook): Promise<Page>;
  /** Session cookie of somebody of the demo in this role, for `house.gql(host, …, { cookie })`. */
  cookie(role?: ConsoleRole): Promise<string>;
  /** Address of somebody of the demo in this role who has a password. */
  email(role?: 'administrator' | 'officer' | 'organiser' | 'member'): Promise<string>;
  /** Ends every session of the tenant, the ones kept for `open` and `cookie` with them. */
  endSessions(): Promise<void>;
  /** What lies in the tenant's tables, past every door. */
  sql<Row extends object>(text: string, values?: unknown[]): Promise<Row[]>;
  close(): Promise<void>;
}

/** Opens one for a spec file; `env` as for `openHouse`. */
export async function openConsoleHouse(env: Record<string, string> = {}): Promise<ConsoleHouse> {
  const house = await openHouse(env);
  const slug = tenantFolders().at(-1)!;
  await provisionDemo(house.program, house.server, () => undefined, [slug]);
  const browser: Browser = await launchBrowser();
  const host = `${slug}.localhost`;
  const cookies = new Map<string, string>();
  const contexts: BrowserContext[] = [];

  const sql = async <Row extends object>(text: string, values: unknown[] = []): Promise<Row[]> => {
    const tenant = (await house.program.registry.get({ slug }))!;
    return house.program.provisioning.withAdmin(async (client) => {
      await client.query(`SET search_path = ${tenant.schema}, ext`);
      try {
        return (await client.query(text, values)).rows as Row[];
      } finally {
        await client.query('RESET search_path');
      }
    });
  };

  const email = async (role: string = 'administrator'): Promise<string> => {
    const [found] = await sql<{ email: string }>(
      `SELECT p.email FROM people p
        WHERE p.state = 'active' AND p.password_hash IS NOT NULL AND CASE WHEN $1 = 'organiser'
          THEN p.role IN ('member', 'organiser') AND EXISTS (SELECT 1 FROM memberships m WHERE m.person_id = p.id AND m.state = 'organiser')
          ELSE p.role = $1 END
        ORDER BY p.created_at LIMIT 1`,
      [role],
    );
    return found!.email;
  };

  /** A member with a role of the site's own: permissions bundled for one space. */
  const guide = async (): Promise<string> => {
    const secret = newSecret();
    await sql(
      `WITH person AS (INSERT INTO people (id, email, display_name, role, assurance, created_at)
                       VALUES ($1, 'guide@spec.example', '길잡이', 'member', 'email', now()) RETURNING id),
            made AS (INSERT INTO roles (id, name, permissions, created_at, changed_at)
                     VALUES ($2, '{"ko":"길잡이"}', $5, now(), now()) RETURNING id),
            held AS (INSERT INTO role_holders (id, role_id, person_id, space_id, given_at)
                     SELECT $3, made.id, person.id, (SELECT s.id FROM spaces s WHERE s.kind <> 'site' ORDER BY s.created_at, s.id LIMIT 1), now()
                       FROM made, person)
       INSERT INTO sessions (id, person_id, token_hash, created_at, last_seen_at, expires_at)
       SELECT $4, id, $6, now(), now(), now() + interval '1 day' FROM person`,
      [newId(), newId(), newId(), newId(), GUIDE, hashSecret(secret)],
    );
    return `madang_session=${secret}`;
  };

  const cookie = async (role: string = 'administrator'): Promise<string> => {
    const known = cookies.get(role);
    if (known) return known;
    if (role === 'guide') {
      cookies.set(role, await guide());
      return cookies.get(role)!;
    }
    const address = await email(role);
    const page = await house.ask(host, '/sign-in');
    const answer = await house.ask(host, '/sign-in/password', {
      form: { _csrf: tokenIn(page.body), email: address, password: DEMO_PASSWORD },
      cookies: page.cookies,
    });
    const session = answer.cookies['madang_session'];
    if (!session) throw new Error(`signing in as ${role} answered ${answer.status}`);
    cookies.set(role, `madang_session=${session}`);
    return cookies.get(role)!;
  };

  return {
    house,
    host,
    slug,
    cookie,
    email,
    sql,
    async endSessions() {
      await sql('UPDATE sessions SET revoked_at = now() WHERE revoked_at IS NULL');
      cookies.clear();
    },
    async open(path, { role = 'administrator', width = 1280, mode = 'light', locale = 'ko' } = {}) {
      const context = await browser.newContext({
        viewport: { width, height: 900 },
        colorScheme: mode,
        locale: locale === 'ko' ? 'ko-KR' : 'en-GB',
        reducedMotion: 'reduce',
      });
      contexts.push(context);
      const [name, value] = (await cookie(role)).split('=') as [string, string];
      const url = `http://${host}:${house.port}`;
      await context.addCookies([{ name, value, url }]);
      const page = await context.newPage();
      await page.goto(`${url}/console${path === '/' ? '' : path}`);
      await page.locator('#main').waitFor();
      await page.locator('h1, .console-empty').first().waitFor();
      return page;
    },
    async close() {
      await Promise.all(contexts.map((context) => context.close()));
      await browser.close();
      await house.close();
    },
  };
}

/** Signs in by the form of a page that shows it, as a person does. */
export async function signIn(page: Page, email: string): Promise<void> {
  const form = page.locator('form[action="/sign-in/password"]');
  await form.evaluate((node) => node.closest('details')?.setAttribute('open', ''));
  await form.locator('input[name=email]').fill(email);
  await form.locator('input[name=password]').fill(DEMO_PASSWORD);
  await form.locator('button').click();
}

interface Axe {
  run(
    options: object,
  ): Promise<{ violations: { id: string; nodes: { target: string[]; failureSummary?: string }[] }[] }>;
}

/** What axe finds on a page, one line each; empty when nothing. */
export async function axeOf(page: Page): Promise<string[]> {
  // Once a document: what is brought in anew runs cold, and takes nearly twice as long.
  if (!(await page.evaluate(() => 'axe' in globalThis))) await page.evaluate(AXE);
  return page.evaluate(
    async (tags) =>
      (
        await (globalThis as unknown as { axe: Axe }).axe.run({
          runOnly: tags,
          resultTypes: ['violations'],
          elementRef: false,
        })
      ).violations.flatMap(({ id, nodes }) =>
        nodes.map(({ target, failureSummary }) => `${id}: ${target.join(' ')} ${failureSummary ?? ''}`),
      ),
    TAGS,
  );
}

/** Whether a page can be moved sideways: it must not. */
export const overflows = (page: Page): Promise<boolean> =>
  page.evaluate(() => document.documentElement.scrollWidth > document.documentElement.clientWidth);

/** Keeps a picture when SCREENS names a folder. */
export async function picture(page: Page, name: string): Promise<void> {
  if (!SCREENS) return;
  mkdirSync(SCREENS, { recursive: true });
  await page.screenshot({ path: join(SCREENS, `${name}.png`), fullPage: true });
}
