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
  selfClosing: boolean;
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

/** What a reader of HTML is told, in order. */
export interface HtmlReader {
  start(tag: HtmlTag): void;
  end?(name: string, start: number): void;
  text?(text: string, start: number, within: string | undefined): void;
  comment?(text: string, start: number): void;
}

/**
 * Reads HTML with the tokenizer of the HTML standard, without building a tree: fragments such as a lone `<tr>` keep their
 * tags. (A scanner of our own once let `<svg/onload=a>` through.) Linear in the length of the source.
 */
export function eachHtmlToken(source: string, reader: HtmlReader): void {
  let within: string | undefined;
  let foreign = 0;
  const text = ({ chars, location }: Token.CharacterToken): void =>
    reader.text?.(chars, location?.startOffset ?? 0, within);
  const handler: TokenHandler = {
    onStartTag(token) {
      const name = token.tagName;
      reader.start(tagOf(source, token));
      if (FOREIGN.has(name) && !token.selfClosing) foreign++;
      // Inside SVG and MathML these elements hold ordinary markup.
      const mode = foreign > 0 ? undefined : MODES[name];
      if (mode === undefined) return;
      tokenizer.state = mode;
      within = name;
    },
    onEndTag(token) {
      reader.end?.(token.tagName, token.location?.startOffset ?? 0);
      if (FOREIGN.has(token.tagName) && foreign > 0) foreign--;
      within = undefined;
    },
    onComment: (token) => reader.comment?.(token.data, token.location?.startOffset ?? 0),
    onCharacter: text,
    onWhitespaceCharacter: text,
    onNullCharacter: text,
    onDoctype: () => undefined,
    onEof: () => undefined,
  };
  const tokenizer = new Tokenizer({ sourceCodeLocationInfo: true }, handler);
  tokenizer.write(source, true);
}

/** All tags and texts of an HTML source at once. */
export function htmlTokens(source: string): HtmlTokens {
  const found: HtmlTokens = { tags: [], ends: [], texts: [] };
  eachHtmlToken(source, {
    start: (tag) => found.tags.push(tag),
    end: (name, start) => found.ends.push({ name, start }),
    text: (text, start, within) => found.texts.push({ kind: 'text', text, start, ...(within && { within }) }),
    comment: (text, start) => found.texts.push({ kind: 'comment', text, start }),
  });
  return found;
}

function tagOf(source: string, token: Token.TagToken): HtmlTag {
  const { location } = token;
  const attributes = token.attrs.map(({ name, value }) => {
    const place = location?.attrs?.[name];
    const written = source.slice(place?.startOffset, place?.endOffset);
    const sign = /^[^=]*=\s*/.exec(written)?.[0] ?? '';
    const quoted = /^["']/.test(written.slice(sign.length));
    return { name, value, quoted: sign === '' || quoted, at: (place?.startOffset ?? 0) + sign.length + Number(quoted) };
  });
  return {
    name: token.tagName,
    attributes,
    start: location?.startOffset ?? 0,
    end: location?.endOffset ?? 0,
    selfClosing: token.selfClosing,
  };
}
