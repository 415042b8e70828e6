import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { db, SYSTEM, type Tenant } from '@madang/kernel';
import { MediaFolder } from '@madang/commons-media';
import { openYard, type Yard } from '@madang/testing';
import { importPabulib, importPolis, ImportRefused, type ImportOptions } from '../../src/imports/index.js';
import { parts } from '../../src/parts.js';

const DATA = process.env['MADANG_DATA_SETS'] ?? fileURLToPath(new URL('../../../../../shared/data', import.meta.url));
const WIELICZKA = join(DATA, 'pabulib', 'Poland_Wieliczka_2023_Green_Budget.pb');
const UBERX = join(DATA, 'polis_opendata', 'vtaiwan.uberx');
if (!existsSync(WIELICZKA))
  process.stdout.write('imports: the public data sets are absent, so real files are not read\n');
const real = existsSync(WIELICZKA) ? it : it.skip;

const BUDGET = `META
key;value
description;Small budget; with a delimiter
country;Utopia
unit;Village
instance;2022
num_projects;3
num_votes;4
budget;1000
currency;EUR
vote_type;approval
rule;greedy
date_begin;01.03.2022
date_end;10.03.2022
language;en
PROJECTS
project_id;cost;votes;name;category;target;selected;latitude;longitude
a;400;3;A bench under the "old" oak;public space,sport;adults;1;49.9;20.1
b;700.5;2;"A path; and a lamp";culture;;0;;
c;10;0;Bird boxes;;;1;0;0
VOTES
voter_id;vote;age;sex
v1;a,b;30;F
v2;a;;M
v3;a,b;17-24;
v4;;201;K
`;

const COMMENTS = `timestamp,datetime,comment-id,author-id,agrees,disagrees,moderated,comment-body
1472552518501,Tue,1,11,2,0,1,"Said, with ""quotes""
over two lines"
1472552518400,Tue,0,10,1,1,0,First statement
1472552519000,Tue,2,10,0,0,-1,Taken out
1472552519000,Tue,3,10,1,0,-1,
`;
const VOTES = `timestamp,datetime,comment-id,voter-id,vote
1472552518600,Tue,1,10,1
1472552518700,Tue,1,12,1
1472552518800,Tue,1,12,-1
1472552518900,Tue,0,11,1
1472552518900,Tue,0,12,-1
1472552519100,Tue,2,11,0
1472552519100,Tue,3,11,1
`;

describe('imports', () => {
  let yard: Yard;
  let tenant: Tenant;
  const folder = mkdtempSync(join(tmpdir(), 'imports-'));
  const put = (name: string, text: string): string => {
    writeFileSync(join(folder, name), text);
    return join(folder, name);
  };
  const rows = <T extends object>(sql: string, values: unknown[] = []): Promise<T[]> =>
    yard.as(tenant, SYSTEM, () => db().rows<T & Record<string, unknown>>(sql, values));
  const refused = async (work: Promise<unknown>): Promise<ImportRefused['rows']> => {
    const error: unknown = await work.then(
      () => undefined,
      (caught: unknown) => caught,
    );
    if (!(error instanceof ImportRefused)) throw error instanceof Error ? error : new Error('was not refused');
    return error.rows;
  };
  const everything = async (): Promise<string> => {
    const tables = [
      'people',
      'subjects',
      'proposals',
      'supports',
      'reactions',
      'tallies',
      'transitions',
      'answers',
      'numbers',
      'processes',
      'phases',
      'activities',
      'windows',
      'categories',
      'spaces',
    ];
    const sums = await rows<{ sum: string }>(
      tables
        .map(
          (t) =>
            `SELECT '${t} ' || count(*) || ' ' || coalesce(md5(string_agg(t::text, '|' ORDER BY t::text)), '') AS sum FROM ${t} t`,
        )
        .join(' UNION ALL '),
    );
    // Branches of a union may come in any order.
    return sums
      .map(({ sum }) => sum)
      .sort()
      .join('\n');
  };

  beforeAll(async () => {
    yard = await openYard(parts, { provide: [{ provide: MediaFolder, useValue: { path: folder } }] });
  });
  afterAll(async () => {
    await yard.close();
    rmSync(folder, { recursive: true });
  });

  it('brings a budget in as a process of proposals with exact counts', async () => {
    tenant = await yard.tenant();
    const seen: string[] = [];
    const report = await importPabulib(yard, put('village_2022.pb', BUDGET), {
      tenant: tenant.slug,
      onProgress: ({ stage, share }) => seen.push(`${stage} ${share}`),
    });
    expect(report).toMatchObject({
      space: 'all',
      process: 'village-2022',
      found: { proposals: 3, people: 4, marks: 5 },
      added: { proposals: 3, people: 4, marks: 5 },
    });
    expect(seen.at(-1)).toBe('counts 1');
    const items = await rows(
      `SELECT s.number, s.title, s.state, s.support_count AS supports, p.cost::int AS cost, p.latitude, w.kind, c.slug AS category,
              (SELECT sum(n)::int FROM tallies t WHERE t.subject_id = s.id AND t.kind = 'support') AS tallied,
              (SELECT count(*)::int FROM supports u WHERE u.subject_id = s.id) AS listed, p.supports_at_review AS frozen
         FROM subjects s JOIN proposals p ON p.id = s.id LEFT JOIN answers w ON w.subject_id = s.id LEFT JOIN categories c ON c.id = s.category_id ORDER BY s.number`,
    );
    expect(items).toEqual([
      {
        number: 1,
        title: 'A bench under the "old" oak',
        state: 'answered',
        supports: 3,
        cost: 400,
        latitude: 49.9,
        kind: 'accepted',
        category: 'public-space',
        tallied: 3,
        listed: 3,
        frozen: 3,
      },
      {
        number: 2,
        title: 'A path; and a lamp',
        state: 'answered',
        supports: 2,
        cost: 701,
        latitude: null,
        kind: 'declined',
        category: 'culture',
        tallied: 2,
        listed: 2,
        frozen: 2,
      },
      {
        number: 3,
        title: 'Bird boxes',
        state: 'answered',
        supports: 0,
        cost: 10,
        latitude: null,
        kind: 'accepted',
        category: null,
        tallied: null,
        listed: 0,
        frozen: 0,
      },
    ]);
    expect(
      await rows('SELECT birth_year AS year, sex, assurance, source FROM people ORDER BY birth_year, sex'),
    ).toEqual([
      { year: 1992, sex: 'f', assurance: 'verified', source: 'imported' },
      { year: null, sex: 'f', assurance: 'verified', source: 'imported' },
      { year: null, sex: 'm', assurance: 'verified', source: 'imported' },
      { year: null, sex: null, assurance: 'verified', source: 'imported' },
    ]);
    expect(
      await rows('SELECT slug, starts_on::text AS "from", ends_on::text AS "to" FROM phases ORDER BY position'),
    ).toEqual([
      { slug: 'projects', from: null, to: '2022-02-28' },
      { slug: 'vote', from: '2022-03-01', to: '2022-03-10' },
      { slug: 'decided', from: '2022-03-11', to: null },
    ]);
  });

  it('changes nothing when it is run again, and adds what a longer file has', async () => {
    const file = join(folder, 'village_2022.pb');
    const before = await everything();
    const again = await importPabulib(yard, file, { tenant: tenant.slug });
    expect(again.added).toEqual({ proposals: 0, people: 0, marks: 0 });
    expect(await everything()).toBe(before);
    const longer = BUDGET.replace('num_votes;4', 'num_votes;5').replace('a;400;3', 'a;400;4') + 'v5;a;40;F\n';
    writeFileSync(file, longer);
    expect((await importPabulib(yard, file, { tenant: tenant.slug })).added).toEqual({
      proposals: 0,
      people: 1,
      marks: 1,
    });
    expect(await rows(`SELECT support_count AS n FROM subjects WHERE number = 1`)).toEqual([{ n: 4 }]);
  });

  it('keeps two budgets of one tenant apart and numbers on', async () => {
    const report = await importPabulib(yard, put('other.pb', BUDGET), { tenant: tenant.slug });
    expect(report.added.proposals).toBe(3);
    expect(await rows('SELECT number FROM subjects ORDER BY number')).toHaveLength(6);
    expect(await rows('SELECT last FROM numbers')).toEqual([{ last: 6 }]);
  });

  it('refuses a bad row by its line and takes in nothing', async () => {
    const before = await everything();
    const bad = (
      change: (text: string) => string,
      options: Partial<ImportOptions> = {},
    ): Promise<ImportRefused['rows']> =>
      refused(importPabulib(yard, put('bad.pb', change(BUDGET)), { tenant: tenant.slug, ...options }));
    const row = (line: number, reason: RegExp): object => ({
      file: 'bad.pb',
      line,
      reason: expect.stringMatching(reason),
    });
    expect(await bad((t) => t.replace('v3;a,b', 'v3;a,x'))).toEqual([row(25, /unknown project x/)]);
    expect(await bad((t) => t.replace('v3;', 'v1;'))).toEqual([row(25, /v1 votes twice/)]);
    expect(await bad((t) => t.replace('a;400', 'a;much'))).toEqual([row(18, /cost/)]);
    expect(await bad((t) => t.replace('num_votes;4', 'num_votes;9'))).toEqual([
      row(8, /num_votes is 9, but the file holds 4/),
    ]);
    expect(await bad((t) => t.replace('a;400;3', 'a;400;2'))).toEqual([
      row(18, /states 2 votes, but the file holds 3/),
    ]);
    expect(await bad((t) => t.replace('01.03.2022', '31.02.2022'))).toEqual([row(13, /date_begin/)]);
    expect(await bad((t) => t.split('VOTES')[0]!)).toEqual([row(0, /VOTES is missing/)]);
    const all = await bad((t) => t.replace('v1;a', 'v1;x').replace('v2;a', 'v2;y').replace('c;10', 'c;-1'), {
      allProblems: true,
    });
    expect(all.map(({ line }) => line)).toEqual([20, 23, 24, 7, 18]);
    expect(await everything()).toBe(before);
  });

  it('reads files of cities that know only years, and votes with points', async () => {
    const text = BUDGET.replace('01.03.2022', '2022')
      .replace('10.03.2022', '2022')
      .replace('approval', 'cumulative')
      .replace('vote;age', 'vote;points;age')
      .replace('v1;a,b', 'v1;a,b;2,0')
      .replace('v2;a', 'v2;a;1')
      .replace('v3;a,b', 'v3;a,b;1,1')
      .replace('v4;;', 'v4;;;');
    const report = await importPabulib(yard, put('points.pb', text), { tenant: tenant.slug });
    expect(report).toMatchObject({ found: { marks: 4 }, left: { 'marks of no points': 1 } });
  });

  it('brings a conversation in: agreement is relating, the latest vote counts, what was moderated out is hidden', async () => {
    tenant = await yard.tenant();
    put('comments.csv', COMMENTS);
    put('votes.csv', VOTES);
    const report = await importPolis(yard, folder, { tenant: tenant.slug, process: 'talk' });
    expect(report).toMatchObject({
      process: 'talk',
      found: { proposals: 3, people: 3, marks: 2 },
      added: { proposals: 3, people: 3, marks: 2 },
      left: { disagreed: 2, passed: 1, emptied: 1 },
    });
    const items = await rows(
      `SELECT s.number, s.title, s.relate_count AS relates, s.hidden_at IS NOT NULL AS hidden, (SELECT count(*)::int FROM reactions r WHERE r.subject_id = s.id) AS listed
         FROM subjects s ORDER BY s.number`,
    );
    expect(items).toEqual([
      { number: 1, title: 'First statement', relates: 1, hidden: false, listed: 1 },
      { number: 2, title: 'Said, with "quotes" over two lines', relates: 1, hidden: false, listed: 1 },
      { number: 3, title: 'Taken out', relates: 0, hidden: true, listed: 0 },
    ]);
    const before = await everything();
    expect((await importPolis(yard, folder, { tenant: tenant.slug, process: 'talk' })).added).toEqual({
      proposals: 0,
      people: 0,
      marks: 0,
    });
    expect(await everything()).toBe(before);
    put('votes.csv', `${VOTES}1472552519100,Tue,7,11,1\n1472552519100,Tue,1,11,5\n`);
    const bad = await refused(importPolis(yard, folder, { tenant: tenant.slug, process: 'talk', allProblems: true }));
    expect(bad.map(({ line }) => line)).toEqual([9, 10]);
    expect(await everything()).toBe(before);
  });

  real('brings in Wieliczka 2023: 64 projects, 6,586 voters, in seconds', async () => {
    tenant = await yard.tenant();
    const report = await importPabulib(yard, WIELICZKA, { tenant: tenant.slug });
    expect(report.found).toMatchObject({ proposals: 64, people: 6586 });
    expect(report.added).toEqual(report.found);
    expect(report.milliseconds).toBeLessThan(20_000);
    const [top] = await rows(`SELECT title, support_count AS n FROM subjects ORDER BY support_count DESC LIMIT 1`);
    expect(top).toEqual({ title: 'Zakup 10 fotopułapek przeciwko śmieciarzom i dzikim wysypiskom', n: 720 });
    const [sums] = await rows(
      `SELECT (SELECT count(*)::int FROM supports) AS listed, (SELECT sum(n)::int FROM tallies) AS tallied, (SELECT sum(support_count)::int FROM subjects) AS sorted,
              (SELECT count(*)::int FROM answers WHERE kind = 'accepted') AS chosen`,
    );
    expect(sums).toEqual({
      listed: report.found.marks,
      tallied: report.found.marks,
      sorted: report.found.marks,
      chosen: 30,
    });
    const before = await everything();
    await importPabulib(yard, WIELICZKA, { tenant: tenant.slug });
    expect(await everything()).toBe(before);
  });

  real('brings in vTaiwan: 197 statements, the same from votes and from the table of participants', async () => {
    const answer = async (options: { votes: boolean }): Promise<unknown> => {
      tenant = await yard.tenant();
      const votes = options.votes
        ? { votes: join(UBERX, 'votes.csv') }
        : { participants: join(UBERX, 'participants-votes.csv') };
      const report = await importPolis(
        yard,
        { comments: join(UBERX, 'comments.csv'), ...votes, name: 'uberx' },
        { tenant: tenant.slug },
      );
      expect(report.found).toMatchObject({ proposals: 197, people: 1921 });
      return rows(
        'SELECT source_key AS key, relate_count AS n, hidden_at IS NULL AS shown FROM subjects ORDER BY source_key',
      );
    };
    expect(await answer({ votes: true })).toEqual(await answer({ votes: false }));
  });

  it('names a missing tenant and a missing space', async () => {
    const file = put('village.pb', BUDGET);
    await expect(importPabulib(yard, file, { tenant: 'nobody' })).rejects.toThrow('there is no tenant nobody');
    const [row] = await refused(importPabulib(yard, file, { tenant: tenant.slug, space: 'nowhere' }));
    expect(row!.reason).toContain('there is no space nowhere');
  });
});
