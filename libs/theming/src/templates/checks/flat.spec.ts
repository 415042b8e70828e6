import { describe, expect, it } from '@jest/globals';
import { parseTemplate } from '../compile.js';
import { flatten, VALUE } from './flat.js';
import { htmlTokens } from './html-tokens.js';

const flat = (text: string): string => flatten(text, parseTemplate('x', text)).html;
const V = (length: number): string => VALUE.repeat(length);

describe('flatten', () => {
  it('keeps every position', () => {
    expect(flat('<p>{{a}}</p>')).toBe(`<p>${V(5)}</p>`);
    expect(flat('a{{! note }}b{{!-- {{x}} --}}c')).toBe(`a${' '.repeat(11)}b${' '.repeat(16)}c`);
    expect(flat('{{#if a}}<b>{{else}}<i>{{/if}}')).toBe(`${' '.repeat(9)}<b>${' '.repeat(8)}<i>${' '.repeat(7)}`);
    expect(flat('{{> p a="}}"}}x')).toBe(`${V(14)}x`);
    expect(flat('{{#> p}}in{{/p}}{{#*inline "q"}}own{{/inline}}')).toBe(
      `${' '.repeat(8)}in${' '.repeat(6 + 16)}own${' '.repeat(11)}`,
    );
    expect(flat('{{{raw}}}{{&raw}}')).toBe(V(17));
  });
  it('keeps lines, also with whitespace control', () => {
    const text = '<ul>\n  {{~#each a~}}\n  <li>{{\n b}}</li>\n{{/each}}\n</ul>';
    const { html, lineAt } = flatten(text, parseTemplate('x', text));
    expect(html).toHaveLength(text.length);
    expect(lineAt(html.indexOf('<li>'))).toBe(3);
    expect(lineAt(html.indexOf('</li>'))).toBe(4);
    expect(lineAt(html.indexOf('</ul>'))).toBe(6);
  });
  it('knows what is written where', () => {
    const text = '<a href="{{url x}}">{{y}}</a>';
    const { valueAt } = flatten(text, parseTemplate('x', text));
    expect((valueAt(10) as hbs.AST.MustacheStatement).params).toHaveLength(1);
    expect(valueAt(2)).toBeUndefined();
  });
});

describe('htmlTokens', () => {
  it('sees attributes as written', () => {
    const source = `<a href=x title="y" data-z='w' hidden>`;
    const [tag] = htmlTokens(source).tags;
    expect(
      tag?.attributes.map(({ name, value, quoted, at }) => [name, value, quoted, source.slice(at, at + 1)]),
    ).toEqual([
      ['href', 'x', false, 'x'],
      ['title', 'y', true, 'y'],
      ['data-z', 'w', true, 'w'],
      ['hidden', '', true, 'h'],
    ]);
  });
  it('sees tags that a tree would drop or that hide', () => {
    const names = (source: string): string[] => htmlTokens(source).tags.map(({ name }) => name);
    expect(names('<tr><td onclick=x>')).toEqual(['tr', 'td']);
    expect(names('<svg/onload=alert(1)>')).toEqual(['svg']);
    expect(names('<svg><title><img></title></svg><title><img></title>')).toEqual(['svg', 'title', 'img', 'title']);
    expect(names('<script><b></script><b>')).toEqual(['script', 'b']);
    expect(names('<textarea><b></textarea><!-- <i> --><u>')).toEqual(['textarea', 'u']);
  });
});
