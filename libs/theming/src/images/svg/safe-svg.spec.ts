import { describe, expect, it } from '@jest/globals';
import { parse } from 'parse5';
import { drawingPng, looksLikeSvg, safeSvg } from '../index.js';

const SHAPE = '<rect width="10" height="10"/>';
const drawing = (inner: string, attributes = 'viewBox="0 0 40 20"'): string =>
  `<svg xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink" ${attributes}>${inner}</svg>`;

/** What must stand in no drawing that is served, however it was written. */
const EVIL =
  /script|onload|onclick|onbegin|javascript|https?:(?!\/\/www\.w3\.org\/2000\/svg")|data:|foreignObject|<image|<iframe|<animate|<set|<style|<!|<\?|@import|expression|entity|evil|alert/i;

/** Ways to hide a program, a call home or a bomb in a drawing. */
const ATTACKS: Record<string, string> = {
  'a script': `<script>alert(1)</script>${SHAPE}`,
  'a script of another namespace': `<x:script xmlns:x="http://www.w3.org/2000/svg">alert(1)</x:script>${SHAPE}`,
  'a script in capitals': `<SCRIPT>alert(1)</SCRIPT>${SHAPE}`,
  'a script from elsewhere': `<script href="https://evil.example/x.js"/>${SHAPE}`,
  'a handler': `<rect width="9" height="9" onclick="alert(1)" onload=alert(1)/>`,
  'a handler without quotes or spaces': `<g/onload=alert(1)>${SHAPE}</g>`,
  'a link that runs': `<a xlink:href="javascript:alert(1)">${SHAPE}</a>`,
  'a link with hidden letters': `<a href="java&#x0A;script:alert(1)">${SHAPE}</a>`,
  HTML: `<foreignObject><iframe src="https://evil.example"></iframe></foreignObject>${SHAPE}`,
  'HTML that breaks out': `${SHAPE}</svg><img src=x onerror=alert(1)><svg viewBox="0 0 1 1">${SHAPE}`,
  'a picture from elsewhere': `<image href="https://evil.example/track.png" width="9" height="9"/>${SHAPE}`,
  'a picture in the address': `<image href="data:image/svg+xml,<svg onload=alert(1)>"/>${SHAPE}`,
  'a part from elsewhere': `<use href="https://evil.example/a.svg#x"/>${SHAPE}`,
  'a part in the address': `<use xlink:href="data:image/svg+xml;base64,PHN2Zy8+#x"/>${SHAPE}`,
  'a paint from elsewhere': `<rect fill="url(https://evil.example/p.svg#a)" width="9" height="9"/>`,
  'a paint behind an escape': `<rect style="fill:\\75rl(https://evil.example)" width="9" height="9"/>`,
  'a style that loads': `<style>@import url(https://evil.example/a.css); rect{fill:url("https://evil.example")}</style>${SHAPE}`,
  'a style that closes itself':
    `<style>.a{fill:red}</style><script>alert(1)</script>`.replace('red', 'red}</style><script>alert(1)</script>') +
    SHAPE,
  'an animation to a program': `<a><animate attributeName="href" values="javascript:alert(1)"/>${SHAPE}</a>`,
  'a set handler': `<set attributeName="onmouseover" to="alert(1)"/>${SHAPE}`,
  'an entity of its own':
    `<!DOCTYPE svg [<!ENTITY evil SYSTEM "file:///etc/passwd">]>${SHAPE}<text>&evil;</text>`.replace(/&evil;/, ''),
  'a stylesheet of XML': `<?xml-stylesheet href="https://evil.example/a.xsl"?>${SHAPE}`,
  'a comment that ends early': `<!--><script>alert(1)</script>-->${SHAPE}`,
  'a section that hides': `<![CDATA[<script>alert(1)</script>]]>${SHAPE}`,
  'a cursor and a filter': `<filter id="f"><feImage href="https://evil.example"/></filter><rect width="9" height="9" filter="url(#f)" style="cursor:url(https://evil.example)"/>`,
  'words that close a tag': `<title></title><script>alert(1)</script></title>${SHAPE}`,
  'an attribute that ends early': `<rect width='9" onload="alert(1)' height="9" fill='"><script>alert(1)</script>'/>${SHAPE}`,
};

describe('a drawing from outside', () => {
  it('is known by what it holds', () => {
    expect(looksLikeSvg(Buffer.from(`<?xml version="1.0"?><!-- x -->\n${drawing(SHAPE)}`))).toBe(true);
    expect(looksLikeSvg(Buffer.from('\uFEFF  <SVG width="1">'))).toBe(true);
    for (const other of ['%PDF-1.7 <svg ', '<html>', 'svg', ''])
      expect([other, looksLikeSvg(Buffer.from(other))]).toEqual([other, false]);
  });

  it.each(Object.entries(ATTACKS))('keeps nothing of %s', (_, attack) => {
    const { svg } = safeSvg(drawing(attack));
    expect(svg).not.toMatch(EVIL);
    expect(svg).not.toMatch(/\son\w+\s*=/i);
    // Read as HTML or as XML, it holds the same few elements.
    const tags = [...svg.matchAll(/<([a-zA-Z]+)/g)].map((match) => match[1]!);
    expect(tags.every((tag) => ['svg', 'g', 'rect', 'text', 'title', 'defs'].includes(tag))).toBe(true);
    expect(JSON.stringify(parse(svg), (key, value: unknown) => (key === 'parentNode' ? undefined : value))).not.toMatch(
      /"script"|"iframe"|"img"/,
    );
  });

  it('and the spec would see one that came through (positive control)', () => {
    expect(drawing('<script>alert(1)</script>')).toMatch(EVIL);
    expect(drawing('<g onload="x()"/>')).toMatch(/\son\w+\s*=/i);
  });

  it('keeps shapes, paints, words and classes, the way drawing programs write them', () => {
    const { svg, width, height } = safeSvg(
      `<?xml version="1.0"?><!DOCTYPE svg PUBLIC "-//W3C//DTD SVG 1.1//EN" "http://www.w3.org/Graphics/SVG/1.1/DTD/svg11.dtd">
       ${drawing(
         `<style type="text/css"><![CDATA[ .st0{fill:#12a;stroke:none} .st0,.st1{opacity:.5} rect:hover{fill:red} ]]></style>
          <defs><linearGradient id="g"><stop offset="0" stop-color="#fff"/></linearGradient><linearGradient id="h" xlink:href="#g"/></defs>
          <g transform="translate(1 2)"><path class="st0" d="M0 0L10 10z"/><circle cx="5" cy="5" r="4" style="fill: url(#h); stroke-width: 2px !important"/></g>
          <text x="1" y="9" font-family="'Pretendard', sans-serif">마당 &amp; 숲 &lt;1&gt;</text><symbol id="s"><rect width="3" height="3"/></symbol><use xlink:href="#s" x="4"/>`,
       )}`,
    );
    expect([width, height]).toEqual([40, 20]);
    expect(svg).toContain('viewBox="0 0 40 20" width="40" height="20"');
    expect(svg).toContain('<path d="M0 0L10 10z" fill="#12a" stroke="none" opacity=".5">');
    expect(svg).toContain('fill="url(#h)" stroke-width="2px"');
    expect(svg).toContain('<linearGradient href="#g" id="h">');
    expect(svg).toContain('<use href="#s" x="4">');
    expect(svg).toContain('마당 &amp; 숲 &lt;1&gt;</text>');
    expect(svg).not.toContain('hover');
  });

  it('gives the same again when it is read again', () => {
    const { svg } = safeSvg(drawing(`<g fill="red">${SHAPE}<text>a &quot; b</text></g>`));
    expect(safeSvg(svg).svg).toBe(svg);
  });

  it('is refused when nothing is left, when it has no size, and when there is too much of it', () => {
    const refused = (source: string): string => {
      try {
        safeSvg(source);
        return 'kept';
      } catch (error) {
        return (error as { code: string }).code;
      }
    };
    expect(refused('<p>no drawing</p>')).toBe('logo.format');
    expect(refused(drawing('<script>x</script><g></g>'))).toBe('logo.format');
    expect(refused(drawing(SHAPE, ''))).toBe('logo.size');
    expect(refused(drawing(SHAPE, 'viewBox="0 0 1e9 1"'))).toBe('logo.size');
    expect(refused(drawing(SHAPE.repeat(5001)))).toBe('logo.size');
    expect(refused(drawing(`<desc>${'x'.repeat(300_000)}</desc>${SHAPE}`))).toBe('logo.size');
    expect(refused(drawing(SHAPE, 'width="30px" height="12"'))).toBe('kept');
  });

  it('cannot multiply itself: uses of uses, patterns in patterns, itself', () => {
    const level = (n: number): string =>
      `<g id="a${n}">${Array.from({ length: 10 }, () => `<use href="#a${n - 1}"/>`).join('')}</g>`;
    const bomb = drawing(`<rect id="a0" width="1" height="1"/>${[1, 2, 3, 4, 5, 6, 7, 8].map(level).join('')}`);
    expect(safeSvg(bomb).svg.match(/<use/g) ?? []).toHaveLength(10); // of the rectangle alone
    const self = safeSvg(drawing(`<g id="a"><use href="#a"/>${SHAPE}</g>`));
    expect(self.svg).not.toContain('<use');
    const patterns = safeSvg(
      drawing(
        `<pattern id="p"><rect width="1" height="1"/></pattern><pattern id="q"><rect fill="url(#p)" width="9" height="9"/></pattern><rect fill="url(#q)" width="9" height="9"/>`,
      ),
    );
    expect(patterns.svg.match(/url\(#\w\)/g)).toEqual(['url(#q)']);
    const deep = safeSvg(drawing(`${SHAPE}${'<g>'.repeat(40_000)}<rect width="1" height="1"/>`));
    expect(deep.svg.match(/<g>/g)!.length).toBeLessThanOrEqual(40);
  });

  it('is drawn as PNG for whoever shows no SVG', async () => {
    const png = await drawingPng(safeSvg(drawing('<rect width="40" height="20" fill="#1f6b4f"/>')));
    expect([png.subarray(1, 4).toString('latin1'), png.readUInt32BE(16), png.readUInt32BE(20)]).toEqual([
      'PNG',
      640,
      320,
    ]);
  });
});
