import { describe, expect, it } from '@jest/globals';
import { safeUrl } from './safe-url.js';

describe('safeUrl', () => {
  it.each([
    'https://example.org/a?b=c#d',
    'HTTP://EXAMPLE.ORG',
    'mailto:a@example.org',
    'tel:+82212345678',
    '/proposals/3?sort=new',
    'proposals/3',
    '?page=2',
    '#comments',
    '/a:b',
    '?at=10:30',
    '#a:b',
    '.',
    '/',
  ])('keeps %s', (address) => expect(safeUrl(address)).toBe(address));

  it.each([
    'javascript:alert(1)',
    'JaVaScRiPt:alert(1)',
    ' javascript:alert(1)',
    'java\nscript:alert(1)',
    '\u0001javascript:alert(1)',
    'java\tscript:x',
    'data:text/html,<script>',
    'vbscript:x',
    'file:///etc/passwd',
    'blob:x',
    '//evil.example',
    '/\\evil.example',
    '\\\\evil.example',
    '\\evil',
    'x y:z',
    '%6aavascript:alert(1)',
    '\u200ejavascript:alert(1)',
    '',
    '   ',
    null,
    undefined,
    7,
    {},
  ])('turns %p into #', (address) => expect(safeUrl(address)).toBe('#'));

  it('takes URL objects', () => expect(safeUrl(new URL('https://example.org/'))).toBe('https://example.org/'));
});
