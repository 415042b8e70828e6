import { FormatRefusal } from '../errors.js';

/** A JSON value with the line on which every part of it starts, by path (`/ballots/3/count`). */
export interface LinedJson {
  readonly value: unknown;
  lineOf(path: string): number;
}

const ESCAPES: Readonly<Record<string, string>> = {
  b: '\b',
  f: '\f',
  n: '\n',
  r: '\r',
  t: '\t',
  '"': '"',
  '\\': '\\',
  '/': '/',
};
const DEEPEST = 64;

/**
 * Reads JSON (RFC 8259) and remembers lines, so that a wrong part of a file can be pointed at. Stricter than JSON.parse:
 * a key given twice is refused, because readers disagree about which one counts.
 * @throws FormatRefusal with the line.
 */
export function readLinedJson(source: string, format: string): LinedJson {
  const text = source.replace(/^\uFEFF/, '');
  const lines = new Map<string, number>();
  let at = 0;
  let line = 1;
  const refuse = (reason: string): never => {
    throw new FormatRefusal(format, line, reason);
  };
  const skip = (): void => {
    for (; at < text.length; at++) {
      const char = text[at]!;
      if (char === '\n') line++;
      else if (char !== ' ' && char !== '\t' && char !== '\r') return;
    }
  };
  const expect = (char: string): void => {
    skip();
    if (text[at] !== char)
      refuse(`"${char}" expected, not ${at < text.length ? `"${text[at]}"` : 'the end of the file'}`);
    at++;
  };
  const readString = (): string => {
    expect('"');
    let out = '';
    for (; text[at] !== '"'; at++) {
      if (at >= text.length || text[at]! < ' ') refuse('a text that is never closed');
      if (text[at] !== '\\') {
        out += text[at];
        continue;
      }
      at++;
      const escape = text[at] ?? '';
      const hex = text.slice(at + 1, at + 5);
      if (escape === 'u' && /^[0-9a-fA-F]{4}$/.test(hex)) {
        out += String.fromCharCode(parseInt(hex, 16));
        at += 4;
      } else if (ESCAPES[escape] !== undefined) out += ESCAPES[escape];
      else refuse(`unknown escape \\${escape}`);
    }
    at++;
    return out;
  };
  const readValue = (path: string, depth: number): unknown => {
    if (depth > DEEPEST) refuse('nested too deeply');
    skip();
    lines.set(path, line);
    const char = text[at];
    if (char === '"') return readString();
    if (char === '{') return readObject(path, depth);
    if (char === '[') return readArray(path, depth);
    const word = /^(?:true|false|null|-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?)(?![\w.])/.exec(
      text.slice(at, at + 40),
    )?.[0];
    if (word === undefined) return refuse('a value expected');
    at += word.length;
    return word === 'true' ? true : word === 'false' ? false : word === 'null' ? null : Number(word);
  };
  const readObject = (path: string, depth: number): Record<string, unknown> => {
    const out: Record<string, unknown> = {};
    expect('{');
    skip();
    if (text[at] === '}') {
      at++;
      return out;
    }
    for (;;) {
      const key = readString();
      if (Object.hasOwn(out, key)) refuse(`"${key}" is given twice`);
      expect(':');
      const value = readValue(`${path}/${key}`, depth + 1);
      // Defined, not assigned: a key such as "__proto__" must stay a key.
      Object.defineProperty(out, key, { value, enumerable: true, configurable: true, writable: true });
      skip();
      if (text[at] === '}') break;
      expect(',');
    }
    at++;
    return out;
  };
  const readArray = (path: string, depth: number): unknown[] => {
    const out: unknown[] = [];
    expect('[');
    skip();
    if (text[at] === ']') {
      at++;
      return out;
    }
    for (;;) {
      out.push(readValue(`${path}/${out.length}`, depth + 1));
      skip();
      if (text[at] === ']') break;
      expect(',');
    }
    at++;
    return out;
  };
  const value = readValue('', 0);
  skip();
  if (at < text.length) refuse('text after the end of the JSON value');
  return { value, lineOf: (path) => lines.get(path) ?? lines.get('') ?? 0 };
}
