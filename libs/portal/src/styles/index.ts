import { readFileSync } from 'node:fs';

/** The stylesheets in the order they are written out; cascade layers make the order of rules independent of it. */
export const STYLE_FILES = [
  'base.css',
  'layout.css',
  'bands.css',
  'actions.css',
  'objects.css',
  'measures.css',
  'forms.css',
  'aids.css',
  'discussion.css',
  'modes.css',
  'print.css',
] as const;

/** The folder, seen from the source as well as from the compiled program. */
const FOLDER = new URL('../../src/styles/', import.meta.url);

/**
 * Takes comments and needless space out of CSS. Knows strings, so that quoted text stays as it is; understands
 * nothing else, which is enough for the plain CSS in this folder.
 */
export function squeezeCss(css: string): string {
  return css
    .replace(
      /("[^"]*")|\/\*[^]*?\*\/|\s*([{};,>])\s*|:\s+|\s+/g,
      (match, text: string | undefined, sign: string | undefined) => {
        if (text !== undefined) return text;
        if (sign !== undefined) return sign;
        if (match.startsWith('/*')) return '';
        return match.startsWith(':') ? ':' : ' ';
      },
    )
    .replaceAll(';}', '}')
    .trim();
}

/** The whole look of the portal as one stylesheet; colours and shapes come from the tenant's theme sheet. */
export function portalCss(): string {
  return squeezeCss(STYLE_FILES.map((file) => readFileSync(new URL(file, FOLDER), 'utf8')).join('\n'));
}
