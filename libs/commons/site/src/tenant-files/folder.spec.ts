import { cp, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { readdirSync, readFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterEach, describe, expect, it } from '@jest/globals';
import { checkTheme, solveTheme, contrastReport } from '@madang/theming';
import { readPreset, readSeed, readTenantFolder, TenantFolderProblem } from './folder.js';

const root = fileURLToPath(new URL('../../../../../', import.meta.url));
const tenants = join(root, 'tenants');
const SLUGS = ['solbat', 'bada', 'haetsal'];

/** Every template of the house by name, as overrides are compared with. */
function originals(): Map<string, string> {
  const found = new Map<string, string>();
  const dir = join(root, 'libs/portal/templates');
  for (const entry of readdirSync(dir, { recursive: true, encoding: 'utf8' }))
    if (entry.endsWith('.hbs'))
      found.set(entry.slice(0, -4).replaceAll('\\', '/'), readFileSync(join(dir, entry), 'utf8'));
  return found;
}

describe.each(SLUGS)('the folder of %s', (slug) => {
  it('reads without a problem, in both languages', async () => {
    const folder = await readTenantFolder(join(tenants, slug));
    expect(folder.tenant.slug).toBe(slug);
    expect(folder.menu.length).toBeLessThanOrEqual(6);
    expect(folder.blocks.length).toBeGreaterThanOrEqual(7);
    for (const page of folder.pages)
      for (const version of page.versions) expect(Object.keys(version.body).sort()).toEqual(['en', 'ko']);
    expect(folder.pages.map((page) => page.purpose)).toEqual(
      expect.arrayContaining(['about', 'terms', 'privacy', 'conduct', 'accessibility', 'guide']),
    );
    expect(folder.pages.find((page) => page.purpose === 'terms')!.versions.length).toBeGreaterThanOrEqual(2);
    const text = JSON.stringify(folder.pages);
    expect(text).not.toMatch(/\{(site|operator|email|phone|address)\}/);
    expect(text).not.toMatch(/은\(는\)|을\(를\)|이\(가\)/);
  });

  it('has menus and blocks that lead to what it holds', async () => {
    const { menu, spaces, pages, blocks } = await readTenantFolder(join(tenants, slug));
    const known = new Set(['/proposals', '/spaces', '/graphql', ...pages.map((page) => `/pages/${page.slug}`)]);
    for (const space of spaces) {
      known.add(`/${space.slug}`).add(`/${space.slug}/proposals/new`);
      for (const process of space.processes) known.add(`/${space.slug}/processes/${process.slug}`);
      for (const activity of [...space.activities, ...space.processes.flatMap((process) => process.activities)])
        if (activity.method === 'posts') known.add(`/${space.slug}/boards/${activity.slug}`);
    }
    const paths = [...JSON.stringify([menu, blocks]).matchAll(/"(?:href|more|method)":"(\/[^"]*)"/g)].map(
      (match) => match[1]!.split('?')[0]!,
    );
    expect(paths.length).toBeGreaterThan(10);
    for (const path of paths) expect([...known]).toContain(path);
  });

  it('has demo content in every state, that refers only to what exists', async () => {
    const { spaces, offices } = await readTenantFolder(join(tenants, slug));
    const seed = await readSeed(join(tenants, slug));
    const activities = new Set(
      spaces.flatMap((space) =>
        [...space.activities, ...space.processes.flatMap((process) => process.activities)].map(
          (activity) => `${space.slug}/${activity.slug}/${activity.method}`,
        ),
      ),
    );
    for (const proposal of seed.proposals) {
      expect(activities).toContain(`${proposal.space}/${proposal.activity}/proposals`);
      if (proposal.category) expect(offices.categories.map((one) => one.slug)).toContain(proposal.category);
      if (proposal.assignment)
        expect(offices.departments.map((one) => one.slug)).toContain(proposal.assignment.department);
    }
    for (const post of seed.posts) expect(activities).toContain(`${post.space}/${post.board}/posts`);
    const states = new Set(seed.proposals.map((proposal) => proposal.state));
    for (const state of [
      'collecting',
      'missed',
      'awaiting_assignment',
      'awaiting_answer',
      'answered',
      'under_way',
      'done',
      'withdrawn',
    ] as const)
      expect(states).toContain(state);
    expect(new Set(seed.proposals.flatMap((proposal) => (proposal.answer ? [proposal.answer.kind] : []))).size).toBe(5);
    expect(seed.proposals.length).toBeGreaterThanOrEqual(24);
    expect(seed.proposals.filter((proposal) => proposal.hidden).length).toBeGreaterThan(0);
    expect(seed.people.filter((person) => person.role === 'member').length).toBeGreaterThanOrEqual(25);
    expect(new Set(seed.people.map((person) => person.role)).size).toBe(4);
    for (const person of seed.people) expect(person.email.endsWith(`@${slug}.example`)).toBe(true);
  });

  it('has a theme that passes the contract and the checks', () => {
    const theme = join(tenants, slug, 'theme');
    expect(checkTheme(theme, { originals: originals() })).toEqual([]);
    const report = contrastReport(
      solveTheme(JSON.parse(readFileSync(join(theme, 'theme.json'), 'utf8')) as { brand: string }),
    );
    expect(report.passes).toBe(true);
  });
});

describe.each(['district', 'ngo', 'coop', 'blank'])('the preset %s', (preset) => {
  const about = {
    slug: 'newcomer',
    name: { ko: '새 기관', en: 'Newcomer' },
    slogan: { ko: '함께해요' },
    locales: ['ko', 'en'],
    operator: { name: { ko: '새 기관' }, email: 'a@newcomer.example' },
    preset,
  };

  it('makes a complete site out of a name', async () => {
    const folder = await readPreset(join(tenants, 'presets'), about);
    expect(folder.spaces[0]!.activities.map((activity) => activity.slug)).toEqual([
      'proposals',
      'notices',
      'news',
      'talk',
    ]);
    expect(folder.pages.map((page) => page.purpose)).toEqual(
      expect.arrayContaining(['about', 'terms', 'privacy', 'conduct', 'accessibility', 'guide']),
    );
    expect(JSON.stringify(folder.pages)).toContain('새 기관이 새 기관을 운영해요');
    expect(contrastReport(solveTheme(folder.theme)).passes).toBe(true);
  });

  it('lets the words of the tenant win over its own', async () => {
    const folder = await readPreset(join(tenants, 'presets'), {
      ...about,
      words: { glossary: { ko: { member: { one: '벗' } } }, texts: {} },
    });
    expect(folder.tenant.words.glossary['ko']!['member']).toEqual({ one: '벗' });
  });
});

describe('a broken folder', () => {
  let dir: string;
  afterEach(() => rm(dir, { recursive: true, force: true }));

  it('is refused with all its problems, each naming its file and place', async () => {
    dir = await mkdtemp(join(tmpdir(), 'tenant-'));
    await cp(join(tenants, 'solbat'), join(dir, 'solbat'), { recursive: true });
    const at = join(dir, 'solbat');
    const edit = async (file: string, change: (text: string) => string): Promise<void> =>
      writeFile(join(at, file), change(await readFile(join(at, file), 'utf8')));
    await edit('offices.json', (text) => text.replace('"department": "roads"', '"department": "road-works"'));
    await edit('spaces.json', (text) => text.replace('"phase": "ideas"', '"phase": "idea"'));
    await writeFile(join(at, 'pages', 'extra.md'), 'no name, no head');
    const problem = await readTenantFolder(at).catch((error: unknown) => error);
    expect(problem).toBeInstanceOf(TenantFolderProblem);
    expect((problem as TenantFolderProblem).problems).toEqual(
      expect.arrayContaining([
        'pages/extra.md: is not named <slug>.<version>.<language>.md',
        'offices.json categories.safety: no department "road-works"',
        'spaces.json gu/evening-proposals: no phase "idea"',
      ]),
    );
    await edit('home.json', (text) => text.replace('"type": "hero"', '"type": "heroine"'));
    await expect(readTenantFolder(at)).rejects.toThrow(/home\.json blocks\.0\.type/);
  });

  it('is refused when its demo content names somebody unknown', async () => {
    dir = await mkdtemp(join(tmpdir(), 'tenant-'));
    await cp(join(tenants, 'solbat', 'seed'), join(dir, 'seed'), { recursive: true });
    const file = join(dir, 'seed', 'posts.json');
    await writeFile(file, (await readFile(file, 'utf8')).replace('"author": "org"', '"author": "nobody"'));
    await expect(readSeed(dir)).rejects.toThrow(/nobody in people\.json is "nobody"/);
  });
});
