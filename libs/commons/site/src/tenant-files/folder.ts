import { existsSync } from 'node:fs';
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { z } from 'zod';
import {
  HOME_FILE,
  MENU_FILE,
  OFFICES,
  SPACES,
  TENANT,
  THEME,
  WORDS,
  type OfficesFile,
  type SpaceFile,
  type TenantFile,
} from './folder.schema.js';
import { assemblePages, type PageFile } from './pages.js';
import { PEOPLE, POSTS, PROPOSALS, type Seed } from './seed.schema.js';

/** A tenant as its folder describes it, checked. */
export interface TenantFolder {
  tenant: TenantFile;
  theme: z.input<typeof THEME>;
  menu: z.output<typeof MENU_FILE>['menu'];
  blocks: z.output<typeof HOME_FILE>['blocks'];
  spaces: SpaceFile[];
  offices: OfficesFile;
  pages: PageFile[];
}

/** What is wrong in a tenant folder: each problem names its file and the place in it. */
export class TenantFolderProblem extends Error {
  constructor(readonly problems: readonly string[]) {
    super(`${problems.length} problem(s) in the tenant folder:\n${problems.join('\n')}`);
    this.name = 'TenantFolderProblem';
  }
}

/**
 * Reads a folder of `tenants/` and checks every file in it and what they say of each other.
 * @throws TenantFolderProblem with all problems at once
 */
export async function readTenantFolder(dir: string): Promise<TenantFolder> {
  const problems: string[] = [];
  const tenant = await reader([dir], problems)('tenant.json', TENANT);
  if (!tenant) throw new TenantFolderProblem(problems);
  return assemble(tenant, [dir], join(dir, '..', 'presets'), problems);
}

/**
 * A tenant made from a preset alone, for a new organisation that has no folder of its own.
 * @param presets the folder `presets` @param about at least slug, name, slogan and operator
 */
export async function readPreset(
  presets: string,
  about: z.input<typeof TENANT> & { preset: string },
): Promise<TenantFolder> {
  const read = TENANT.safeParse(about);
  if (!read.success)
    throw new TenantFolderProblem(
      read.error.issues.map((issue) => `tenant ${issue.path.map(String).join('.')}: ${issue.message}`),
    );
  return assemble(read.data, [], presets, []);
}

/** Puts a tenant together from its own folder and, for files that folder does not have, from its preset. */
async function assemble(
  tenant: TenantFile,
  own: readonly string[],
  presets: string,
  problems: string[],
): Promise<TenantFolder> {
  const layers = [...own, ...(tenant.preset ? [join(presets, tenant.preset)] : [])];
  if (tenant.preset && !existsSync(join(presets, tenant.preset)))
    problems.push(`tenant.json preset: there is no preset "${tenant.preset}"`);
  const read = reader(layers, problems);
  const theme = await read('theme/theme.json', THEME);
  const menu = await read('menu.json', MENU_FILE);
  const home = await read('home.json', HOME_FILE);
  const spaces = await read('spaces.json', SPACES);
  const offices = await read('offices.json', OFFICES);
  const words = layers.some((layer) => existsSync(join(layer, 'words.json')))
    ? await read('words.json', WORDS)
    : { glossary: {}, texts: {} };
  if (!theme || !menu || !home || !spaces || !offices || !words) throw new TenantFolderProblem(problems);
  const { operator } = tenant;
  const first = (text = ''): Record<string, string> => ({ [tenant.locale]: text });
  const values = {
    site: tenant.name,
    operator: operator.name,
    address: operator.address ?? {},
    email: first(operator.email),
    phone: first(operator.phone),
  };
  const files = await pageFiles(tenant.preset ? [...layers, join(presets, 'common')] : layers);
  const pages = assemblePages(files, tenant.locale, values, (file, what) => problems.push(`pages/${file}: ${what}`));
  const spoken = {
    glossary: merged(words.glossary, tenant.words.glossary),
    texts: merged(words.texts, tenant.words.texts),
  };
  const folder = {
    tenant: { ...tenant, words: spoken },
    theme,
    menu: menu.menu,
    blocks: home.blocks,
    spaces: spaces.spaces,
    offices,
    pages,
  };
  problems.push(...contradictions(folder));
  if (problems.length > 0) throw new TenantFolderProblem(problems);
  return folder;
}

/** The tenant's own words by language, over those of its preset. */
function merged<V>(
  preset: Record<string, Record<string, V>>,
  own: Record<string, Record<string, V>>,
): Record<string, Record<string, V>> {
  const languages = new Set([...Object.keys(preset), ...Object.keys(own)]);
  return Object.fromEntries([...languages].map((language) => [language, { ...preset[language], ...own[language] }]));
}

/** Reads the demo content of a tenant folder; what the folder does not have is empty. */
export async function readSeed(dir: string): Promise<Seed> {
  const problems: string[] = [];
  const read = reader([dir], problems);
  const optional = async <T>(file: string, schema: z.ZodType<T>): Promise<T | undefined> =>
    existsSync(join(dir, file)) ? read(file, schema) : undefined;
  const people = await optional('seed/people.json', PEOPLE);
  const proposals = await optional('seed/proposals.json', PROPOSALS);
  const posts = await optional('seed/posts.json', POSTS);
  const seed: Seed = {
    people: people?.people ?? [],
    crowd: people?.crowd ?? { count: 0, surnames: ['김'], givenNames: ['이름'] },
    proposals: proposals?.proposals ?? [],
    posts: posts?.posts ?? [],
  };
  problems.push(...strangers(seed));
  if (problems.length > 0) throw new TenantFolderProblem(problems);
  return seed;
}

/** Reads a file from the first of the folders that has it. */
function reader(layers: readonly string[], problems: string[]) {
  return async <T>(file: string, schema: z.ZodType<T>): Promise<T | undefined> => {
    const dir = layers.find((layer) => existsSync(join(layer, file)));
    if (dir === undefined) {
      problems.push(`${file}: is missing`);
      return undefined;
    }
    let raw: unknown;
    try {
      raw = JSON.parse(await readFile(join(dir, file), 'utf8'));
    } catch (error) {
      problems.push(`${file}: ${(error as Error).message}`);
      return undefined;
    }
    const read = schema.safeParse(raw);
    if (read.success) return read.data;
    for (const issue of read.error.issues)
      problems.push(`${file} ${issue.path.map(String).join('.')}: ${issue.message}`);
    return undefined;
  };
}

/** Files of a tenant's pages by name; a page that one folder does not have comes from the next. */
async function pageFiles(layers: readonly string[]): Promise<Map<string, string>> {
  const files = new Map<string, string>();
  const taken = new Set<string>();
  for (const dir of layers.map((layer) => join(layer, 'pages')).filter((path) => existsSync(path))) {
    const names = (await readdir(dir)).filter((name) => name.endsWith('.md') && !taken.has(name.split('.')[0]!));
    for (const name of names) files.set(name, await readFile(join(dir, name), 'utf8'));
    for (const name of names) taken.add(name.split('.')[0]!);
  }
  return files;
}

/** What the files of a folder say of each other and do not keep. */
function contradictions({ spaces, offices, tenant, pages }: TenantFolder): string[] {
  const found: string[] = [];
  const departments = new Set(offices.departments.map((one) => one.slug));
  for (const category of offices.categories)
    if (category.department && !departments.has(category.department))
      found.push(`offices.json categories.${category.slug}: no department "${category.department}"`);
  if (!tenant.locales.includes(tenant.locale)) found.push('tenant.json locales: does not hold the first language');
  const twice = (list: readonly { slug: string }[], where: string): void => {
    const seen = new Set<string>();
    for (const { slug } of list) if (seen.size === seen.add(slug).size) found.push(`${where}: "${slug}" stands twice`);
  };
  twice(spaces, 'spaces.json spaces');
  twice(pages, 'pages');
  for (const space of spaces) {
    twice(
      [...space.activities, ...space.processes.flatMap((process) => process.activities)],
      `spaces.json ${space.slug} activities`,
    );
    for (const activity of space.activities)
      for (const window of activity.windows)
        if (window.phase)
          found.push(
            `spaces.json ${space.slug}/${activity.slug}: a window names phase "${window.phase}" outside a process`,
          );
    for (const process of space.processes) {
      const phases = new Set(process.phases.map((phase) => phase.slug));
      twice(process.phases, `spaces.json ${space.slug}/${process.slug} phases`);
      for (const activity of process.activities)
        for (const window of activity.windows)
          if (window.phase && !phases.has(window.phase))
            found.push(`spaces.json ${space.slug}/${activity.slug}: no phase "${window.phase}"`);
    }
  }
  return found;
}

/** Keys in the demo content that nobody has, and keys used twice. */
function strangers(seed: Seed): string[] {
  const found: string[] = [];
  const people = new Set(seed.people.map((person) => person.key));
  const known = (key: string | undefined, where: string): void => {
    if (key !== undefined && !people.has(key)) found.push(`${where}: nobody in people.json is "${key}"`);
  };
  const talk = (comments: Seed['posts'][number]['comments'], where: string): void => {
    for (const comment of comments) {
      known(comment.author, where);
      talk(comment.replies, where);
    }
  };
  for (const proposal of seed.proposals) {
    const where = `seed/proposals.json ${proposal.key}`;
    for (const key of [
      proposal.author,
      proposal.assignment?.officer,
      proposal.assignment?.by,
      proposal.answer?.by,
      proposal.hidden?.by,
      ...proposal.progress.map((entry) => entry.by),
    ])
      known(key, where);
    talk(proposal.comments, where);
  }
  for (const post of seed.posts) {
    known(post.author, `seed/posts.json ${post.key}`);
    talk(post.comments, `seed/posts.json ${post.key}`);
  }
  for (const [file, list] of [
    ['people', seed.people],
    ['proposals', seed.proposals],
    ['posts', seed.posts],
  ] as const)
    if (new Set(list.map((one) => one.key)).size !== list.length) found.push(`seed/${file}.json: a key stands twice`);
  return found;
}
