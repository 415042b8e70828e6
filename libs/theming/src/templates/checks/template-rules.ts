import { createHash } from 'node:crypto';
import { parseTemplate, TemplateError } from '../compile.js';
import { finding, type CheckId, type Finding } from './finding.js';
import { flatten, VALUE } from './flat.js';
import { htmlTokens, type HtmlTokens } from './html-tokens.js';
import { checkMarkup } from './markup-rules.js';
import { referencesOf, type References } from './references.js';

/** What the checks compare a theme's templates with. */
export interface TemplateSurroundings {
  /** Text of the original templates by name. */
  originals: ReadonlyMap<string, string>;
  helpers: ReadonlySet<string>;
  /** Name of the partial that writes the CSRF field. */
  csrf: string;
  /** Deprecated names with what to use instead. */
  deprecated: Readonly<Record<string, string>>;
}

/** The 12 hexadecimal digits by which an override remembers its original: SHA-256 of the text with `\n` line ends. */
export function templateFingerprint(text: string): string {
  return createHash('sha256').update(text.replaceAll('\r\n', '\n')).digest('hex').slice(0, 12);
}

/** The first line of an override file. */
export function overrideHeader(name: string, original: string): string {
  return `{{!-- overrides ${name}@${templateFingerprint(original)} --}}`;
}

/** Mails have no files to load styles from, stand alone, and are read outside the site. */
const PAGE_ONLY: ReadonlySet<CheckId> = new Set(['MT008', 'MT011', 'MT014', 'MT024']);

function isMail(name: string): boolean {
  return /(?:^|\/)e?mails?\//.test(name);
}

/** Checks one override against everything but its siblings. `file` is what findings name. */
export function checkTemplate(name: string, file: string, text: string, around: TemplateSurroundings): Finding[] {
  const findings: Finding[] = [];
  const report = (id: CheckId, line: number, detail: string): void =>
    void findings.push(finding(id, file, line, detail));
  const original = around.originals.get(name);
  if (original === undefined) report('MT002', 1, name);
  else checkHeader(name, text, original, report);
  let program: hbs.AST.Program;
  try {
    program = parseTemplate(name, text);
  } catch (error) {
    report('MT001', error instanceof TemplateError ? (error.line ?? 1) : 1, String(error));
    return findings;
  }
  checkReferences(referencesOf(program), around, report);
  const flat = flatten(text, program);
  const tokens = htmlTokens(flat.html);
  checkMarkup(flat, tokens, (id, position, detail) => report(id, flat.lineAt(position), detail));
  checkForms(tokens, text, around.csrf, (position) =>
    report('MT015', flat.lineAt(position), `add {{> ${around.csrf}}}`),
  );
  if (original !== undefined) checkAgainstOriginal(original, tokens, referencesOf(program), report);
  return isMail(name) ? findings.filter(({ id }) => !PAGE_ONLY.has(id)) : findings;
}

type ReportLine = (id: CheckId, line: number, detail: string) => void;

function checkHeader(name: string, text: string, original: string, report: ReportLine): void {
  const header = /^\{\{!--\s*overrides\s+(\S+)@([0-9a-f]{12})\s*--\}\}/.exec(text);
  if (!header || header[1] !== name) report('MT019', 1, `begin the file with ${overrideHeader(name, original)}`);
  else if (header[2] !== templateFingerprint(original))
    report('MT020', 1, `compare, then begin with ${overrideHeader(name, original)}`);
}

function checkReferences(found: References, around: TemplateSurroundings, report: ReportLine): void {
  const known = (partial: string): boolean =>
    partial === '@partial-block' ||
    found.inlines.has(partial) ||
    around.originals.has(partial.replace(/^original\//, ''));
  for (const { name, line } of found.partials) if (!known(name)) report('MT003', line, name);
  for (const { name, line } of found.helpers) if (!around.helpers.has(name)) report('MT004', line, name);
  for (const { name, line, helper } of found.raw) {
    // By convention a model's SafeHtml is called …Html; helpers that make HTML return SafeHtml.
    if (!helper && !/html$/i.test(name)) report('MT005', line, name);
  }
  for (const { name, line } of [...found.decorators, ...found.dynamicPartials]) report('MT025', line, name);
  for (const { name, line } of [...found.paths, ...found.partials]) {
    const advice = around.deprecated[name.replace(/^(?:\.\.?\/|this\.)+/, '')];
    if (advice !== undefined) report('MT022', line, `${name}; ${advice}`);
  }
}

function checkForms(tokens: HtmlTokens, source: string, csrf: string, report: (position: number) => void): void {
  for (const form of tokens.tags.filter(({ name }) => name === 'form')) {
    const method =
      form.attributes
        .find(({ name }) => name === 'method')
        ?.value.trim()
        .toLowerCase() ?? 'get';
    if (method === 'get' || method === 'dialog') continue;
    const end = tokens.ends.find(({ name, start }) => name === 'form' && start > form.start)?.start ?? source.length;
    const inside = source.slice(form.end, end);
    if (!new RegExp(`\\{\\{>\\s*${csrf.replace(/[^\w]/g, '\\$&')}[\\s}]`).test(inside)) report(form.start);
  }
}

/** What pages rely on: the block or body a layout wraps, the regions the enhancer replaces, and the partials and values it marks `required`. */
function checkAgainstOriginal(original: string, tokens: HtmlTokens, used: References, report: ReportLine): void {
  const program = parseTemplate('original', original);
  const before = { tokens: htmlTokens(flatten(original, program).html), used: referencesOf(program) };
  const names = ({ partials, paths }: References): Set<string> =>
    new Set([...partials, ...paths].map(({ name }) => name));
  const [now, then] = [names(used), names(before.used)];
  const needed = new Set(
    /\{\{!--\s*required:([^}]*?)--\}\}/
      .exec(original)?.[1]
      ?.trim()
      .split(/[\s,]+/) ?? [],
  );
  const layout = before.tokens.tags.some(({ name }) => name === 'html');
  for (const name of layout ? ['@partial-block', 'body'] : ['@partial-block']) if (then.has(name)) needed.add(name);
  for (const name of needed) if (!now.has(name)) report('MT021', 1, name);
  const regions = new Set(valuesOf(tokens, 'data-region'));
  for (const region of valuesOf(before.tokens, 'data-region')) {
    if (!region.includes(VALUE) && !regions.has(region)) report('MT021', 1, `data-region="${region}"`);
  }
  if (layout) checkLayout(tokens, report);
}

function valuesOf(tokens: HtmlTokens, attribute: string): string[] {
  return tokens.tags.flatMap(({ attributes }) =>
    attributes.filter(({ name }) => name === attribute).map(({ value }) => value),
  );
}

function checkLayout(tokens: HtmlTokens, report: ReportLine): void {
  const html = tokens.tags.find(({ name }) => name === 'html');
  const has = (name: string): boolean =>
    html?.attributes.some((one) => one.name === name && one.value.trim() !== '') ?? false;
  if (!has('lang') || !has('dir')) report('MT012', 1, '<html lang="{{@locale}}" dir="{{@dir}}">');
  const title = tokens.texts.some(({ within, text }) => within === 'title' && text.trim() !== '');
  if (!title) report('MT013', 1, '<title>{{title}}</title>');
  const ids = new Set(valuesOf(tokens, 'id'));
  const body = tokens.tags.find(({ name }) => name === 'body')?.start ?? 0;
  const first = tokens.tags.find(({ name, start }) => name === 'a' && start > body);
  const target = first?.attributes.find(({ name }) => name === 'href')?.value ?? '';
  if (!/^#./.test(target) || !ids.has(target.slice(1)))
    report('MT014', 1, 'the first link goes to #main, and something has id="main"');
}
