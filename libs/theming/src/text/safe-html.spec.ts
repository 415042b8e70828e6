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
    const item = (text: string): SafeHtml => html`<li>${text}</li>`;
    const list = html`<ul class="${'a"b'}">
      ${['<b>', 'ok'].map(item)}${null}${false}${undefined}${0}
    </ul>`;
    expect(String(list)).toBe('<ul class="a&quot;b"><li>&lt;b&gt;</li><li>ok</li>0</ul>');
  });
  it('does not take an object that merely looks safe', () => {
    expect(String(html`${{ toHTML: () => '<script>', toString: () => '<i>' }}`)).toBe('&lt;i&gt;');
  });
});
