import MarkdownIt, { type MarkdownIt as Parser, type Token } from 'markdown-it';
import { BoundedMap } from '../words/bounded.js';
import { isAbsoluteUrl, safeUrl } from './safe-url.js';
import { SafeHtml } from './safe-html.js';

const RULES = [
  'paragraph',
  'heading',
  'list',
  'blockquote',
  'fence',
  'hr',
  'table',
  'reference',
  'newline',
  'escape',
  'entity',
  'backticks',
  'emphasis',
  'strikethrough',
  'link',
  'autolink',
  'linkify',
  'image',
  'balance_pairs',
  'text_join',
  'fragments_join',
];

/** How {@link markdown} writes. */
export interface MarkdownOptions {
  /**
   * Level of the highest heading in the text, however many `#` it was given; the next one is one lower, so that none is
   * skipped. Default 3: a post stands inside a page that has its own h1 and h2.
   */
  headings?: number;
  /** Whether pictures are shown; otherwise a picture becomes its alternative text. Only addresses of our own site are shown. */
  images?: boolean;
  /** `ugc` (default) marks links as not vouched for; `own` is for texts of the tenant's staff. */
  links?: 'ugc' | 'own';
}

const parser = createParser();

/** Texts a page shows again and again are parsed once; the same words are the same HTML whoever wrote them. */
const written = new BoundedMap<SafeHtml>(2000); // process-wide: a pure function of the text itself
/** Longer texts are seldom on a page with many others. */
const LONGEST_KEPT = 2000;

/**
 * The Markdown subset for what people write, as safe HTML: no HTML passes through, links carry only allowed schemes and
 * `rel`, single line breaks stay, bare addresses become links. Never throws.
 */
export function markdown(text: string, options: MarkdownOptions = {}): SafeHtml {
  if (text.length > LONGEST_KEPT) return write(text, options);
  const { headings = 3, images = false, links = 'ugc' } = options;
  return written.obtain(`${headings}${images ? 'i' : ''}${links}\n${text}`, () => write(text, options));
}

function write(text: string, options: MarkdownOptions): SafeHtml {
  const env = { options };
  const tokens = parser.parse(text, env);
  nestHeadings(tokens, options.headings ?? 3);
  return new SafeHtml(parser.renderer.render(tokens, parser.options, env));
}

/** Tokens of a text for other readers of it (plain text, excerpts). */
export function markdownTokens(text: string): Token[] {
  return parser.parse(text, { options: {} });
}

function nestHeadings(tokens: Token[], first: number): void {
  const headings = tokens.filter(({ type }) => type === 'heading_open' || type === 'heading_close');
  const used = [...new Set(headings.map(({ tag }) => tag))].sort();
  for (const heading of headings) heading.tag = `h${Math.min(6, first + used.indexOf(heading.tag))}`;
}

function createParser(): Parser {
  const markdownIt = new MarkdownIt('zero', {
    html: false,
    linkify: true,
    breaks: true,
    typographer: false,
    maxNesting: 24,
  });
  markdownIt.enable(RULES);
  markdownIt.linkify.set({ fuzzyLink: false, fuzzyEmail: false, fuzzyIP: false });
  markdownIt.validateLink = (address) => safeUrl(address) !== '#' || address.trim() === '#';
  const { rules } = markdownIt.renderer;
  const plainRender = markdownIt.renderer.renderToken.bind(markdownIt.renderer);
  rules.link_open = (tokens, at, options, env) => {
    const token = tokens[at] as Token;
    const own = optionsOf(env).links === 'own';
    if (!own) token.attrSet('rel', 'nofollow ugc noopener');
    else if (isAbsoluteUrl(String(token.attrGet('href') ?? ''))) token.attrSet('rel', 'noopener');
    return plainRender(tokens, at, options);
  };
  rules.image = (tokens, at, options, env, renderer) => {
    const token = tokens[at] as Token;
    const alt = renderer.renderInlineAsText(token.children ?? [], options, env);
    const source = String(token.attrGet('src') ?? '');
    // A picture from elsewhere would tell that site who reads ours.
    if (!optionsOf(env).images || isAbsoluteUrl(source)) return markdownIt.utils.escapeHtml(alt);
    return `<img src="${markdownIt.utils.escapeHtml(source)}" alt="${markdownIt.utils.escapeHtml(alt)}" loading="lazy">`;
  };
  // Column alignment comes as an inline style, which the content security policy refuses.
  rules.th_open = rules.td_open = (tokens, at) => `<${(tokens[at] as Token).tag}>`;
  return markdownIt;
}

function optionsOf(env: unknown): MarkdownOptions {
  return (env as { options?: MarkdownOptions } | undefined)?.options ?? {};
}
