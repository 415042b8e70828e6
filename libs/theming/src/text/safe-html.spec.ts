import { describe, expect, it } from '@jest/globals';
import { escapeHtml, html, SafeHtml } from './safe-html.js';

describe('escapeHtml', () => {
  it('escapes the five signs that matter in content and quoted attributes', () => {
    expect(escapeHtml(`<a href="x" title='y'>&</a>`)).toBe(
      '&lt;a href=&quot;x&quot; title=&#39;y&#39;&gt;&amp;&lt;/a&gt;',
    );
  });
  it('leaves other text as it is', () => {
    expect(escapeHtml('제안 = 의견 `x`')).toBe('제안 = 의견 `x`');
  });
});

describe('html', () => {
  it('escapes what is put in, keeps what is already safe, drops what is absent', () => {
    const item = (text: string): SafeHtml => html`<i>${text}</i>`;
    const list = html`<b class="${'a"b'}">${['<b>', 'ok'].map(item)}${null}${false}${undefined}${0}</b>`;
    expect(String(list)).toBe('<b class="a&quot;b"><i>&lt;b&gt;</i><i>ok</i>0</b>');
  });
  it('does not take an object that merely looks safe', () => {
    expect(String(html`${{ toHTML: () => '<script>', toString: () => '<i>' }}`)).toBe('&lt;i&gt;');
  });
});
