import type { Token } from 'markdown-it';
import { markdownTokens } from './markdown.js';

/** The words of a Markdown text without its marks: one line per paragraph, list item or table row; pictures by their alt text. */
export function plain(text: string): string {
  const lines: string[] = [];
  for (const token of markdownTokens(text)) {
    if (token.type === 'inline') lines.push(inlineText(token.children ?? []));
    else if (token.type === 'fence' || token.type === 'code_block') lines.push(token.content.trimEnd());
  }
  return lines.join('\n').trim();
}

function inlineText(tokens: Token[]): string {
  return tokens
    .map((token) => {
      if (token.type === 'softbreak' || token.type === 'hardbreak') return '\n';
      return token.type === 'image' ? inlineText(token.children ?? []) : token.content;
    })
    .join('');
}

/**
 * The beginning of a Markdown text in one line of at most `length` characters as people count them (an emoji is one), with
 * `…` when something was left out. Cuts between words where one ends in the last third.
 */
export function excerpt(text: string, length: number): string {
  // Paragraphs beyond this point cannot reach the excerpt; parsing a whole page for one line would be waste.
  const line = plain(text.slice(0, length * 12 + 400)).replace(/\s+/g, ' ');
  const characters: string[] = [];
  for (const { segment } of new Intl.Segmenter('ko', { granularity: 'grapheme' }).segment(line)) {
    characters.push(segment);
    if (characters.length > length) break;
  }
  if (characters.length <= length) return line;
  const cut = characters.slice(0, Math.max(0, length - 1)).join('');
  const space = cut.lastIndexOf(' ');
  return (space > cut.length * 0.66 ? cut.slice(0, space) : cut).trimEnd() + '…';
}
