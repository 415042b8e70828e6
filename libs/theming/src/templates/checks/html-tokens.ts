import { html as names, Token, Tokenizer, TokenizerMode, type TokenHandler } from 'parse5';

/** An attribute as written. */
export interface HtmlAttribute {
  name: string;
  value: string;
  quoted: boolean;
  /** Position of the first character of the value (of the name, when there is no value). */
  at: number;
}

/** A start tag as written. */
export interface HtmlTag {
  name: string;
  attributes: HtmlAttribute[];
  start: number;
  end: number;
}

/** A run of text or a comment; `within` names the element whose content is not HTML (script, style, title, textarea). */
export interface HtmlText {
  kind: 'text' | 'comment';
  text: string;
  start: number;
  within?: string;
}

/** Every tag and text of an HTML source, in order. */
export interface HtmlTokens {
  tags: HtmlTag[];
  ends: { name: string; start: number }[];
  texts: HtmlText[];
}

const MODES: Record<string, (typeof TokenizerMode)[keyof typeof TokenizerMode]> = {
  script: TokenizerMode.SCRIPT_DATA,
  style: TokenizerMode.RAWTEXT,
  xmp: TokenizerMode.RAWTEXT,
  iframe: TokenizerMode.RAWTEXT,
  noembed: TokenizerMode.RAWTEXT,
  noframes: TokenizerMode.RAWTEXT,
  title: TokenizerMode.RCDATA,
  textarea: TokenizerMode.RCDATA,
  plaintext: TokenizerMode.PLAINTEXT,
};
const FOREIGN = new Set<string>([names.TAG_NAMES.SVG, names.TAG_NAMES.MATH]);

/**
 * Reads HTML with the tokenizer of the HTML standard, without building a tree: fragments such as a lone `<tr>` keep their
 * tags. (A scanner of our own once let `<svg/onload=a>` through.)
 */
export function htmlTokens(source: string): HtmlTokens {
  const found: HtmlTokens = { tags: [], ends: [], texts: [] };
  let within: string | undefined;
  let foreign = 0;
  const addText = ({ chars, location }: Token.CharacterToken): void => {
    found.texts.push({ kind: 'text', text: chars, start: location?.startOffset ?? 0, ...(within && { within }) });
  };
  const handler: TokenHandler = {
    onStartTag(token) {
      const name = token.tagName;
      found.tags.push(tagOf(source, token));
      if (FOREIGN.has(name) && !token.selfClosing) foreign++;
      // Inside SVG and MathML these elements hold ordinary markup.
      const mode = foreign > 0 ? undefined : MODES[name];
      if (mode === undefined) return;
      tokenizer.state = mode;
      within = name;
    },
    onEndTag(token) {
      found.ends.push({ name: token.tagName, start: token.location?.startOffset ?? 0 });
      if (FOREIGN.has(token.tagName) && foreign > 0) foreign--;
      within = undefined;
    },
    onComment: (token) =>
      void found.texts.push({ kind: 'comment', text: token.data, start: token.location?.startOffset ?? 0 }),
    onCharacter: addText,
    onWhitespaceCharacter: addText,
    onNullCharacter: addText,
    onDoctype: () => undefined,
    onEof: () => undefined,
  };
  const tokenizer = new Tokenizer({ sourceCodeLocationInfo: true }, handler);
  tokenizer.write(source, true);
  return found;
}

function tagOf(source: string, token: Token.TagToken): HtmlTag {
  const { location } = token;
  const attributes = token.attrs.map(({ name, value }) => {
    const place = (location as Token.LocationWithAttributes | null)?.attrs?.[name];
    const written = source.slice(place?.startOffset, place?.endOffset);
    const sign = /^[^=]*=\s*/.exec(written)?.[0] ?? '';
    const quoted = /^["']/.test(written.slice(sign.length));
    return { name, value, quoted: sign === '' || quoted, at: (place?.startOffset ?? 0) + sign.length + Number(quoted) };
  });
  return { name: token.tagName, attributes, start: location?.startOffset ?? 0, end: location?.endOffset ?? 0 };
}
