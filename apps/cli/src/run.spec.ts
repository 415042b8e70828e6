import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { Client } from 'pg';
import { newDatabase } from '@madang/testing';
import { commands } from './commands/index.js';
import { Output } from './output.js';
import { runLine } from './run.js';

let own: Awaited<ReturnType<typeof newDatabase>>;
let dir: string;
const before = { ...process.env };

beforeAll(async () => {
  own = await newDatabase();
  dir = mkdtempSync(join(tmpdir(), 'madang-cli-'));
  Object.assign(process.env, {
    DATABASE_URL: own.url,
    MADANG_DATA: dir,
    MADANG_SECRET: 'a secret of tests, long enough for the rule',
    MADANG_OPERATOR: 'spec',
    NODE_ENV: 'test',
    PORT: '3000',
  });
});
afterAll(async () => {
  process.env = before;
  await own?.remove();
  if (dir) rmSync(dir, { recursive: true });
});

interface Said {
  code: number;
  out: string;
  aside: string;
  /** Standard output read as JSON. */
  json: () => Record<string, unknown>;
}

/** Runs a command line as the terminal would, without one. */
async function madang(line: string): Promise<Said> {
  const words = line.match(/"[^"]*"|\S+/g)!.map((word) => word.replaceAll('"', ''));
  let out = '';
  let aside = '';
  const code = await runLine(
    words,
    (json) =>
      new Output(
        json,
        (text) => void (out += text),
        (text) => void (aside += text),
        false,
      ),
  );
  return { code, out, aside, json: () => JSON.parse(out) as Record<string, unknown> };
}

describe('the command line', () => {
  it('shows every command in the overview, and help for each', async () => {
    const { code, out } = await madang('help');
    expect(code).toBe(0);
    for (const { name, summary } of commands) {
      expect(out).toContain(`${name}`);
      expect(out).toContain(summary);
      const help = await madang(`${name} --help`);
      expect(help.code).toBe(0);
      expect(help.out).toContain(`usage: madang ${name}`);
    }
  });

  it.each(['help host', 'host --help', 'host -h'])('says of a group what is in it: `%s`', async (line) => {
    const { code, out } = await madang(line);
    expect(code).toBe(0);
    expect(out).toMatch(/^ {2}host list <slug> .*\n {2}host add /);
    expect(out).not.toContain('tenant create');
  });

  it.each([
    ['frobnicate', /no command "frobnicate".*madang help/],
    ['tenant frobnicate', /There are:\n {2}tenant create <slug> .*\n {2}tenant list /],
    ['tenant create', /<slug> is missing.\nusage: madang tenant create <slug>/],
    ['tenant create a b', /"b" is one word too many/],
    ['tenant create maple --colour red', /--colour/],
    ['tenant create maple --zone Mars/Olympus', /no time zone/],
    ['tenant list --state asleep', /no state; there are provisioning, active/],
    ['person role maple kim@example.org emperor', /no role; there are member/],
    ['person reset-factor maple kim@example.org', /--reason says why/],
    ['import pabulib none.pb --tenant maple', /There is no none.pb/],
  ])('does not understand `%s` and says what would do', async (line, message) => {
    const { code, aside, out } = await madang(line);
    expect([code, out]).toEqual([2, '']);
    expect(aside).toMatch(message);
  });

  it('makes a tenant, shows it, and gives it an administrator', async () => {
    const made = (
      await madang('tenant create maple --preset none --name "ko=단풍마을" --name "en=Maple Village" --json')
    ).json();
    expect(made).toMatchObject({
      slug: 'maple',
      state: 'active',
      name: { ko: '단풍마을', en: 'Maple Village' },
      url: 'http://maple.localhost:3000/',
    });
    const { code, aside } = await madang('tenant create maple --preset none --name x');
    expect([code, aside]).toEqual([3, 'a tenant with the slug "maple" exists already\n']);
    const { out } = await madang('tenant list');
    // Korean letters are two columns wide: the states stand below each other all the same.
    expect(out).toMatch(/^maple {2}단풍마을 {2}active/m);
    expect((await madang('person role maple Kim@Example.org administrator --json')).json()).toMatchObject({
      email: 'kim@example.org',
      was: null,
    });
    expect((await madang('person role maple kim@example.org officer --json')).json()).toMatchObject({
      role: 'officer',
      was: 'administrator',
    });
    expect((await madang('person role nowhere kim@example.org officer')).code).toBe(3);
    const reset = (email: string): Promise<Said> => madang(`person reset-factor maple ${email} --reason "lost phone"`);
    expect(await reset('lee@example.org')).toMatchObject({ code: 3, aside: expect.stringContaining('person_missing') });
    expect(await reset('kim@example.org')).toMatchObject({ code: 3, aside: expect.stringContaining('factor_none') });
    const client = new Client({ connectionString: own.url });
    await client.connect();
    try {
      const { rows } = await client.query<{ schema: string }>(
        `SELECT schema_name AS schema FROM platform.tenants WHERE slug = 'maple'`,
      );
      const { schema } = rows[0]!;
      await client.query(
        `INSERT INTO ${schema}.second_factors (person_id, sealed, used_step, enrolled_at) SELECT id, 'x', 0, now() FROM ${schema}.people`,
      );
      expect(await reset('Kim@example.org')).toMatchObject({ code: 0, out: expect.stringContaining('is told so') });
      const { rows: left } = await client.query(
        `SELECT (SELECT count(*)::int FROM ${schema}.second_factors) AS factors, (SELECT actor FROM platform.audit WHERE act = 'person.factor_reset') AS actor,
                (SELECT reason FROM ${schema}.audit WHERE act = 'people.factor_reset') AS reason`,
      );
      expect(left).toEqual([{ factors: 0, reason: 'lost phone', actor: 'cli:spec' }]);
    } finally {
      await client.end();
    }
  });

  it('exports, erases with a confirmation, and imports again', async () => {
    const file = join(dir, 'maple.madang');
    expect((await madang(`tenant export maple ${file}`)).out).toContain('1 files'.replace('1', '0'));
    expect((await madang(`tenant export maple ${file}`)).code).toBe(3);
    expect((await madang('tenant erase maple --yes')).aside).toContain('archive or suspend it first');
    expect((await madang('tenant archive maple --reason moved')).code).toBe(0);
    // Nobody is there to type the slug.
    expect((await madang('tenant erase maple')).aside).toContain('nothing was erased');
    expect((await madang('tenant erase maple --yes --json')).json()).toMatchObject({
      clean: true,
      schemas: 0,
      roles: 0,
    });
    expect((await madang('tenant show maple')).code).toBe(3);
    const report = (await madang(`tenant import ${file} --json`)).json();
    expect(report).toMatchObject({ slug: 'maple', tables: { people: 1, audit: 3 } });
    writeFileSync(file, 'no gzip');
    expect(await madang(`tenant import ${file} --slug other`)).toMatchObject({
      code: 3,
      aside: expect.stringContaining('no complete export'),
    });
    const acts = (await madang('tenant show maple --json')).json()['acts'] as { act: string; actor: string }[];
    expect(acts.map(({ act }) => act)).toEqual([
      'tenant.imported',
      'tenant.erased',
      'tenant.archived',
      'person.factor_reset',
      'tenant.created',
    ]);
    expect(acts[0]!.actor).toBe('cli:spec');
  });

  it('furnishes a tenant from a preset, so that people can propose at once', async () => {
    const made = await madang('tenant create orchard --name 과수원마을 --preset district');
    expect([made.code, made.out]).toEqual([0, expect.stringContaining('과수원마을 is ready after')]);
    expect((await madang('tenant show orchard --json')).json()).toMatchObject({ slug: 'orchard' });
    expect((await madang('tenant create other --preset palace')).aside).toContain('no preset');
    expect((await madang('tenant create other --preset none --placement mars')).aside).toContain(
      'there is no database "mars"; there are main',
    );
    expect((await madang('tenant show other')).code).toBe(3);
  });

  it('keeps hosts', async () => {
    const added = (await madang('host add maple www.maple.example --json')).json();
    expect(added).toMatchObject({ record: '_madang.www.maple.example', verified: false });
    expect((await madang('host primary maple www.maple.example')).aside).toContain(
      'madang host verify maple www.maple.example',
    );
    await madang('host add maple www.maple.example --trusted');
    expect((await madang('host primary maple www.maple.example')).code).toBe(0);
    expect((await madang('host list maple --json')).json()).toMatchObject([
      { host: 'www.maple.example', primary: true },
    ]);
    for (const line of ['host list maple', 'tenant list'])
      expect((await madang(line)).out).toMatch(/maple\.[a-z.]+[\s\S]*www\.maple\.example/);
    expect((await madang('tenant show maple --json')).json()).toMatchObject({ hosts: [{ host: 'www.maple.example' }] });
    expect((await madang('host remove maple www.maple.example')).code).toBe(0);
  });

  it('migrates, looks around and writes the snapshot', async () => {
    expect((await madang('migrate --dry-run')).out).toMatch(/every tenant is at version \d+/);
    expect((await madang('migrate --json')).json()).toMatchObject({ failed: [], heldBack: 0 });
    const doctor = await madang('doctor --json');
    expect(doctor.code).toBe(0);
    expect(doctor.json()['checks']).toEqual(
      expect.arrayContaining([expect.objectContaining({ name: 'drift', level: 'good' })]),
    );
    const file = join(dir, 'schema.sql');
    expect((await madang(`schema snapshot --out ${file}`)).code).toBe(0);
    expect(existsSync(file)).toBe(true);
    for (const line of ['mail list', 'jobs list', 'operator key']) expect((await madang(line)).code).toBe(0);
    expect((await madang('mail show last')).code).toBe(3);
  });

  it('brings a tenant to what its folder says, once', async () => {
    const folder = join(import.meta.dirname, '../../../tenants/solbat');
    const first = (await madang(`tenant apply ${folder} --json`)).json()['changes'] as string[];
    expect(first[0]).toBe('created');
    expect(first.length).toBeGreaterThan(20);
    expect((await madang(`tenant apply ${folder} --json`)).json()).toEqual({ slug: 'solbat', changes: [] });
    expect((await madang('theme check solbat')).code).toBe(0);
    const broken = join(dir, 'broken');
    expect((await madang(`theme check ${broken}`)).code).toBe(2);
    expect((await madang(`tenant apply ${broken}`)).code).toBe(3);
  });
});
