import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { newDatabase } from '@madang/testing';
import { readConfig } from '../../src/config.js';
import { importPabulib } from '../../src/imports/index.js';
import { newLog } from '../../src/log.js';
import { openProgram, type Program } from '../../src/program.js';
import { createServer, type Server } from '../../src/server.js';

const DATA = process.env['MADANG_DATA_SETS'] ?? fileURLToPath(new URL('../../../../../shared/data', import.meta.url));
const WIELICZKA = join(DATA, 'pabulib', 'Poland_Wieliczka_2023_Green_Budget.pb');

/** A budget of the size of a town, where the real one is absent. */
function madeUp(): string {
  const votes = Array.from({ length: 6000 }, (_, i) =>
    [i % 64, (i * 7) % 64, (i * i) % 64].filter((p, at, all) => all.indexOf(p) === at),
  );
  const count = (project: number): number => votes.filter((vote) => vote.includes(project)).length;
  const projects = Array.from(
    { length: 64 },
    (_, i) => `${i};${1000 + i};${count(i)};Zakup ${i} drzew dla parku;${i % 2}`,
  );
  const meta = `META\nkey;value\nunit;Town\ninstance;2023\nnum_projects;64\nnum_votes;6000\nbudget;9000\nvote_type;approval\ndate_begin;2023\ndate_end;2023\nlanguage;pl`;
  return `${meta}\nPROJECTS\nproject_id;cost;votes;name;selected\n${projects.join('\n')}\nVOTES\nvoter_id;vote\n${votes.map((vote, i) => `${i};${vote.join(',')}`).join('\n')}\n`;
}

/** Names and votes as the file states them. */
function statedBy(file: string): { name: string; votes: number }[] {
  const [head, ...rows] = readFileSync(file, 'utf8')
    .replaceAll('\r', '')
    .split('PROJECTS\n')[1]!
    .split('VOTES')[0]!
    .trim()
    .split('\n');
  const column = (name: string): number => head!.split(';').indexOf(name);
  const bare = (cell: string): string => (/^".*"$/.test(cell) ? cell.slice(1, -1).replaceAll('""', '"') : cell);
  return rows.map((row) => ({
    name: bare(row.split(';')[column('name')]!),
    votes: Number(row.split(';')[column('votes')]),
  }));
}

interface Listed {
  title: string;
  supports: number;
  number: number;
  cost: number;
  state: string;
}

describe('a site after an import of real size', () => {
  const folder = mkdtempSync(join(tmpdir(), 'imported-'));
  let remove: () => Promise<void>;
  let program: Program;
  let server: Server;
  let stated: { name: string; votes: number }[];

  beforeAll(async () => {
    const database = await newDatabase();
    remove = database.remove;
    const config = readConfig({
      NODE_ENV: 'test',
      // Roles belong to the server that all specs share, and so does their secret.
      MADANG_SECRET: 'a secret of tests, long enough for the rule',
      DATABASE_URL: database.url,
      MADANG_DATA: folder,
      PORT: '0',
      LOG_LEVEL: 'silent',
    });
    program = await openProgram(config, newLog('silent'));
    await program.provisioning.create({ slug: 'town', name: { ko: '마을', en: 'Town' }, locales: ['ko', 'en'] });
    server = await createServer(program);
    const file = existsSync(WIELICZKA) ? WIELICZKA : join(folder, 'made-up.pb');
    if (file !== WIELICZKA) writeFileSync(file, madeUp());
    stated = statedBy(file);
    await importPabulib(program, file, { tenant: 'town', process: 'budget' });
  });
  afterAll(async () => {
    await server.close();
    await program.close();
    await remove();
    rmSync(folder, { recursive: true });
  });

  const inject = (options: object): Promise<{ statusCode: number; body: string }> =>
    server.app
      .getHttpAdapter()
      .getInstance()
      .inject({ headers: { host: 'town.localhost', 'content-type': 'application/json' }, ...options });
  const ask = async <T>(query: string, variables: object = {}): Promise<T> => {
    const { body } = await inject({ method: 'POST', url: '/graphql', payload: { query, variables } });
    const answer = JSON.parse(body) as { data: T; errors?: unknown };
    expect(answer.errors).toBeUndefined();
    return answer.data;
  };
  const page = async (url: string): Promise<string> => {
    const { statusCode, body } = await inject({ url });
    expect({ url, statusCode }).toEqual({ url, statusCode: 200 });
    return body;
  };
  const short = (name: string): string => (name.length > 200 ? `${name.slice(0, 199).trimEnd()}…` : name);

  it('lists every project with its votes over the API, page by page, best first', async () => {
    const seen: Listed[] = [];
    let after: string | null = null;
    for (;;) {
      const { proposals }: { proposals: { nodes: Listed[]; pageInfo: { hasNextPage: boolean; endCursor: string } } } =
        await ask(
          `query ($after: String) { proposals(first: 20, after: $after, filter: { sort: "support", activity: "budget" }) { nodes { title supports number cost state } pageInfo { hasNextPage endCursor } } }`,
          { after },
        );
      seen.push(...proposals.nodes);
      if (!proposals.pageInfo.hasNextPage) break;
      after = proposals.pageInfo.endCursor;
    }
    const order = (list: { title: string; supports: number }[]): string[] =>
      list.map(({ title, supports }) => `${title} ${supports}`).sort();
    expect(order(seen)).toEqual(order(stated.map(({ name, votes }) => ({ title: short(name), supports: votes }))));
    expect(seen.map(({ supports }) => supports)).toEqual(seen.map(({ supports }) => supports).sort((a, b) => b - a));
    expect(new Set(seen.map(({ state }) => state))).toEqual(new Set(['answered']));
  });

  it('shows a project with its outcome, and who supported it', async () => {
    const { proposal } = await ask<{
      proposal: { id: string; title: string; supports: number; answer: { kind: string } };
    }>(`{ proposal(space: "all", number: 1) { id title supports answer { kind } } }`);
    expect(proposal).toMatchObject({ title: short(stated[0]!.name), supports: stated[0]!.votes });
    expect(['accepted', 'declined']).toContain(proposal.answer.kind);
    const { supporters } = await ask<{ supporters: { nodes: { name: string }[] } }>(
      `query ($id: ID!) { supporters(id: $id, first: 100) { nodes { name } } }`,
      { id: proposal.id },
    );
    expect(supporters.nodes).toHaveLength(Math.min(100, stated[0]!.votes));
    expect(supporters.nodes[0]!.name).toMatch(/^참여자 [0-9a-f]{6}$/);
  });

  it('finds projects by their words, and serves the pages', async () => {
    const word = 'zakup';
    const expected = stated.filter(({ name }) => name.toLowerCase().includes(word)).length;
    const { proposals } = await ask<{ proposals: { nodes: unknown[] } }>(
      `{ proposals(first: 100, filter: { q: "Zakup", activity: "budget" }) { nodes { id } } }`,
    );
    expect(proposals.nodes).toHaveLength(Math.min(100, expected));
    expect(expected).toBeGreaterThan(0);
    const text = (html: string): string =>
      html
        .replace(/&quot;/g, '"')
        .replace(/&#x27;/g, "'")
        .replace(/&amp;/g, '&');
    expect(text(await page('/all/proposals/1'))).toContain(short(stated[0]!.name));
    const best = stated.reduce((a, b) => (b.votes > a.votes ? b : a));
    expect(text(await page('/proposals?sort=support'))).toContain(short(best.name));
    expect(await page('/search?q=zakup')).toContain('/all/proposals/');
    await page('/');
  });
});
