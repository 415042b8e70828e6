import { flatten, VALUE } from '../checks/flat.js';
import { htmlTokens, type HtmlAttribute, type HtmlTag } from '../checks/html-tokens.js';
import { TENANT_ELEMENTS } from './allowed.js';
import { problem, type TenantCheckId, type TenantProblem } from './limits.js';

/** Checks the HTML between the mustaches of a parsed template: what an author should be told before anything is rendered. */
export function lintTenantHtml(source: string, program: hbs.AST.Program): TenantProblem[] {
  const flat = flatten(source, program);
  const tokens = htmlTokens(flat.html);
  const problems: TenantProblem[] = [];
  const report = (id: TenantCheckId, position: number, detail: string): void =>
    void problems.push(problem(id, flat.lineAt(position), detail));
  const isPartial = (position: number): boolean => flat.valueAt(position)?.type === 'PartialStatement';
  const calls = (position: number): string => {
    const path = (flat.valueAt(position) as hbs.AST.MustacheStatement | undefined)?.path as
      hbs.AST.PathExpression | undefined;
    return path?.original ?? '';
  };
  for (const tag of tokens.tags) lintTag(tag, { report, isPartial, calls });
  for (const { kind, text, start } of tokens.texts) {
    const value = text.indexOf(VALUE);
    if (kind === 'comment' && value >= 0) report('TT013', start, '');
    if (kind === 'text' && new RegExp(`</?${VALUE}`).test(text)) report('TT010', start, 'the name of an element');
  }
  return problems;
}

interface Look {
  report(id: TenantCheckId, position: number, detail: string): void;
  isPartial(position: number): boolean;
  calls(position: number): string;
}

function lintTag(tag: HtmlTag, look: Look): void {
  const allowed = TENANT_ELEMENTS.get(tag.name);
  if (!allowed) return look.report('TT008', tag.start, `<${tag.name.replaceAll(VALUE, '')}>`);
  for (const attribute of tag.attributes) lintAttribute(tag, attribute, allowed, look);
}

function lintAttribute(tag: HtmlTag, attribute: HtmlAttribute, allowed: ReadonlySet<string>, look: Look): void {
  const { name, value, quoted, at } = attribute;
  const first = value.indexOf(VALUE);
  if (name.includes(VALUE)) return look.report('TT010', at, 'the name of an attribute');
  if (!allowed.has(name)) return look.report('TT009', at, `${name} on <${tag.name}>`);
  if (first >= 0 && !quoted) look.report('TT010', at, name);
  if (first >= 0 && look.isPartial(at + first)) look.report('TT014', at, name);
  if (name === 'href' || name === 'src') lintAddress(tag, attribute, first, look);
}

function lintAddress(tag: HtmlTag, { name, value, at }: HtmlAttribute, first: number, look: Look): void {
  const before = (first < 0 ? value : value.slice(0, first)).trim();
  if (!/^(?:\/(?![/\\])|\?|#|https?:\/\/|mailto:|tel:|$)/i.test(before))
    return look.report('TT012', at, `${name}="${before}"`);
  if (name === 'src' && /^https?:/i.test(before)) return look.report('TT012', at, `${tag.name} from another site`);
  // Behind a slash a value could begin with a second one and lead to another site.
  if (first >= 0 && (before === '' || before === '/') && look.calls(at + first) !== 'url')
    look.report('TT011', at, name);
}
