import { resolveParticles } from '@madang/theming';
import { z } from 'zod';
import { PURPOSES } from '../pages.service.js';
import { when } from './seed.schema.js';

const HEAD = z.strictObject({
  title: z.string().min(1).max(120),
  purpose: z.enum(PURPOSES).optional(),
  footer: z.enum(['true', 'false']).optional(),
  position: z.coerce.number().int().min(0).optional(),
  effective: when.optional(),
  note: z.string().max(400).optional(),
});

export interface PageFile {
  slug: string;
  purpose: (typeof PURPOSES)[number];
  footer: boolean;
  position: number;
  versions: {
    version: number;
    title: Record<string, string>;
    body: Record<string, string>;
    note: Record<string, string>;
    effective: string;
  }[];
}

/** Parts of a page's file name: `<slug>.<version>.<language>.md`. */
const NAME = /^([a-z][a-z0-9-]{0,60})\.(\d{1,3})\.([a-z]{2,3}(?:-[A-Za-z0-9]{2,8})?)\.md$/;

/**
 * Puts the files of a pages folder together by page and version. `values` stand for `{site}` and
 * others in the texts. Problems go to `problem` with the name of the file.
 */
export function assemblePages(
  files: ReadonlyMap<string, string>,
  locale: string,
  values: Record<string, Record<string, string>>,
  problem: (file: string, what: string) => void,
): PageFile[] {
  const pages = new Map<string, PageFile>();
  for (const [file, source] of [...files].sort(byNameOfFile)) {
    const name = NAME.exec(file);
    if (!name) {
      problem(file, 'is not named <slug>.<version>.<language>.md');
      continue;
    }
    const [, slug, number, language] = name as unknown as [string, string, string, string];
    const read = readPage(source);
    const head = HEAD.safeParse(read?.head);
    if (!read || !head.success) {
      problem(
        file,
        read
          ? `front matter: ${head.error!.issues.map((i) => `${i.path.join('.')}: ${i.message}`).join('; ')}`
          : 'has no front matter between two lines of ---',
      );
      continue;
    }
    const page = pages.get(slug) ?? { slug, purpose: 'page' as const, footer: false, position: 0, versions: [] };
    pages.set(slug, page);
    const version = Number(number);
    let entry = page.versions.find((one) => one.version === version);
    if (!entry) page.versions.push((entry = { version, title: {}, body: {}, note: {}, effective: '0d' }));
    entry.title[language] = filled(head.data.title, values, language);
    entry.body[language] = filled(read.body, values, language);
    if (head.data.note) entry.note[language] = head.data.note;
    if (language !== locale) continue;
    entry.effective = head.data.effective ?? '0d';
    page.purpose = head.data.purpose ?? page.purpose;
    page.footer = head.data.footer === undefined ? page.footer : head.data.footer === 'true';
    page.position = head.data.position ?? page.position;
  }
  for (const page of pages.values()) {
    const numbers = page.versions.map((one) => one.version);
    if (numbers.some((number, index) => number !== index + 1))
      problem(`${page.slug}.*`, `has versions ${numbers.join(', ')}; expected 1, 2, 3 …`);
    for (const one of page.versions)
      if (!(locale in one.body))
        problem(`${page.slug}.${one.version}.${locale}.md`, 'is missing: every version needs the first language');
  }
  return [...pages.values()];
}

const order = (file: string): [string, number] => [file.split('.')[0] ?? '', Number(file.split('.')[1])];
function byNameOfFile([a]: [string, string], [b]: [string, string]): number {
  const [x, y] = [order(a), order(b)];
  return x[0] === y[0] ? x[1] - y[1] : x[0] < y[0] ? -1 : 1;
}

function readPage(source: string): { head: Record<string, string>; body: string } | undefined {
  const match = /^---\r?\n([\s\S]*?)\r?\n---\r?\n([\s\S]*)$/.exec(source);
  if (!match) return undefined;
  const lines = match[1]!.split(/\r?\n/).filter((line) => line.trim() !== '');
  return {
    head: Object.fromEntries(
      lines.map((line) => [line.slice(0, line.indexOf(':')).trim(), line.slice(line.indexOf(':') + 1).trim()]),
    ),
    body: match[2]!.trim(),
  };
}

/** Puts names in place of `{site}` and others; in Korean the particles after them follow the sound of the name. */
function filled(text: string, values: Record<string, Record<string, string>>, language: string): string {
  const whole = text.replace(
    /\{(site|operator|email|phone|address)\}/g,
    (_, name: string) => values[name]?.[language] ?? Object.values(values[name] ?? {})[0] ?? '',
  );
  return language === 'ko' ? resolveParticles(whole) : whole;
}
