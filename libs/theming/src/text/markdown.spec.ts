import { describe, expect, it } from '@jest/globals';
import { effortSince } from '../../test/effort.js';
import { markdown } from './markdown.js';
import { excerpt, plain } from './plain.js';

const write = (text: string, options?: Parameters<typeof markdown>[1]): string =>
  String(markdown(text, options)).trim();

describe('markdown', () => {
  it('writes paragraphs, lists, emphasis, quotes, code, tables', () => {
    expect(write('**가** *나* ~~다~~ `라`')).toBe('<p><strong>가</strong> <em>나</em> <s>다</s> <code>라</code></p>');
    expect(write('- 하나\n- 둘')).toBe('<ul>\n<li>하나</li>\n<li>둘</li>\n</ul>');
    expect(write('3. 셋')).toBe('<ol start="3">\n<li>셋</li>\n</ol>');
    expect(write('> 인용')).toBe('<blockquote>\n<p>인용</p>\n</blockquote>');
    expect(write('```\n<b>\n```')).toBe('<pre><code>&lt;b&gt;\n</code></pre>');
    expect(write('a|b\n:-|-:\n1|2')).toContain('<td>1</td>');
    expect(write('a|b\n:-|-:\n1|2')).not.toContain('style');
  });
  it('keeps single line breaks', () => expect(write('가\n나')).toBe('<p>가<br>\n나</p>'));
  it('puts headings below those of the page, and skips no level', () => {
    expect(write('# 가')).toBe('<h3>가</h3>');
    expect(write('##### 가')).toBe('<h3>가</h3>');
    expect(write('## 가\n\n#### 나\n\n## 다')).toBe('<h3>가</h3>\n<h4>나</h4>\n<h3>다</h3>');
    expect(write('# 1\n## 2\n### 3\n#### 4\n##### 5')).toContain('<h6>5</h6>');
    expect(write('# 가', { headings: 2 })).toBe('<h2>가</h2>');
  });
  it('marks links of residents, and those of staff less', () => {
    const link = '[여기](https://example.org)';
    expect(write(link)).toBe('<p><a href="https://example.org" rel="nofollow ugc noopener">여기</a></p>');
    expect(write(link, { links: 'own' })).toBe('<p><a href="https://example.org" rel="noopener">여기</a></p>');
    expect(write('[여기](/a)', { links: 'own' })).toBe('<p><a href="/a">여기</a></p>');
  });
  it('links bare addresses', () => {
    expect(write('https://example.org/a 보세요')).toContain(
      '<a href="https://example.org/a" rel="nofollow ugc noopener">',
    );
    expect(write('<https://example.org>')).toContain('href="https://example.org"');
  });
  it('shows pictures only when allowed and only our own', () => {
    expect(write('![나무](/files/1.webp)')).toBe('<p>나무</p>');
    expect(write('![나"무](/files/1.webp)', { images: true })).toBe(
      '<p><img src="/files/1.webp" alt="나&quot;무" loading="lazy"></p>',
    );
    expect(write('![나무](https://elsewhere.example/p.gif)', { images: true })).toBe('<p>나무</p>');
  });

  it.each([
    '<script>alert(1)</script>',
    '<img src=x onerror=alert(1)>',
    '<svg/onload=alert(1)>',
    '[a](javascript:alert(1))',
    '[a](JAVASCRIPT:alert(1))',
    '[a](java&#115;cript:alert(1))',
    '[a](data:text/html,x)',
    '[a](vbscript:x)',
    '[a](<javascript:x>)',
    '<javascript:alert(1)>',
    '![a](javascript:x)',
    '[a]: javascript:x\n\n[a]',
    '[a](//evil.example)',
    '[a](https://e.example "\\" onclick=x")',
    '"><img src=x onerror=alert(1)>',
    '`<script>`',
    '```"><script>\nx\n```',
    '&lt;script&gt;',
    '[a](\u0001javascript:x)',
  ])('lets nothing active through: %s', (attack) => {
    const out = write(attack, { images: true });
    expect(out).not.toMatch(/<(script|img|svg|iframe)[\s/>]/i);
    expect(out).not.toMatch(/(href|src)="(?!https:|#|\/[^/])/i);
    expect(out).not.toMatch(/<[^>]*\son\w+=(?![^"]*"[^"]*")/i);
  });

  it('stays quick on hostile nesting', () => {
    const start = process.cpuUsage();
    write('>'.repeat(20_000));
    write('['.repeat(20_000));
    write('*a '.repeat(10_000));
    expect(effortSince(start)).toBeLessThan(3000);
  });
});

describe('plain and excerpt', () => {
  it('drops the marks and keeps the words', () => {
    expect(plain('# 제목\n\n**굵은** [링크](/a) ![그림](/b.png)\n- 하나\n- 둘\n\n```\ncode\n```')).toBe(
      '제목\n굵은 링크 그림\n하나\n둘\ncode',
    );
    expect(plain('')).toBe('');
  });
  it('keeps short texts whole', () => expect(excerpt('**짧은** 글', 20)).toBe('짧은 글'));
  it('cuts between words and says so', () => {
    expect(excerpt('one two three four five', 16)).toBe('one two three…');
    expect(excerpt('가'.repeat(30), 10)).toBe('가'.repeat(9) + '…');
  });
  it('never cuts an emoji in two', () => {
    const family = '👨‍👩‍👧‍👦';
    expect(excerpt(family.repeat(8), 4)).toBe(family.repeat(3) + '…');
  });
});
