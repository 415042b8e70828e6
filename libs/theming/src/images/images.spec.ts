import { readFileSync, statSync } from 'node:fs';
import { describe, expect, it } from '@jest/globals';
import sharp, { type Region } from 'sharp';
import { FONT_FILES } from '../brand/fonts.js';
import { solveTheme } from '../brand/theme-input.js';
import { DRAWING_FONT, FONT_FOLDER } from './files.js';
import { iconPng } from './icon.js';
import { iconSvg } from './sign.js';
import { breakLines, fitLines, widthInEm } from './lines.js';
import { LogoRefused, logoPng } from './logo.js';
import { renderPng } from './render.js';
import { shareImage, shareSvg } from './share.js';

const theme = solveTheme({ brand: '#1f7a4d', motif: 'hills' });
const picture = (title: string) => ({ theme, seed: 'x', site: '별빛구', title, state: '공감 412' });
const pixels = async (png: Buffer, area: Region): Promise<Buffer> =>
  sharp(png).extract(area).removeAlpha().raw().toBuffer();

describe('share pictures', () => {
  it('are 1200 × 630 and carry the title in Korean, rare syllables included', async () => {
    const png = await shareImage(picture('뷁'));
    expect(await sharp(png).metadata()).toMatchObject({ width: 1200, height: 630, format: 'png' });
    const area = { left: 60, top: 200, width: 400, height: 130 };
    const other = await shareImage(picture('꿹'));
    const blank = await shareImage(picture(''));
    expect((await pixels(png, area)).equals(await pixels(blank, area))).toBe(false);
    expect((await pixels(png, area)).equals(await pixels(other, area))).toBe(false);
  });

  it('escape what people wrote, and leave out what XML or the font cannot carry', async () => {
    const hostile = '</text><script>alert(1)</script> & "x" \u0000\u0007 \ud800 🌲 <image href="file:///etc/passwd"/>';
    const svg = shareSvg(picture(hostile));
    expect(svg).not.toMatch(/<script|<image|\u0000|\ud800/);
    expect(svg).toContain('&lt;/text&gt;');
    expect((await shareImage(picture(hostile))).length).toBeGreaterThan(5000);
  });

  it('keep every line inside the margins, however long the title', async () => {
    for (const title of [
      '가'.repeat(400),
      'W'.repeat(300),
      '퇴근길 횡단보도 신호를 5초만 늘려 주세요 '.repeat(9),
      'MMMM '.repeat(40),
    ]) {
      const edge = { left: 1150, top: 180, width: 50, height: 240 };
      const strip = await pixels(await shareImage(picture(title)), edge);
      expect(new Set(Array.from({ length: strip.length / 3 }, (_, at) => strip.readUIntBE(at * 3, 3))).size).toBe(1);
    }
  });

  it('break Korean at spaces and choose the largest size that fits', () => {
    expect(breakLines('우리 동네 일, 함께 정해요', 5)).toEqual(['우리 동네', '일, 함께', '정해요']);
    expect(fitLines('짧은 제목', 1000, [84, 60], 3)).toEqual({ size: 84, lines: ['짧은 제목'] });
    const cut = fitLines('가나다라마바사 '.repeat(60), 1000, [84, 60], 3);
    expect(cut.lines).toHaveLength(3);
    expect(cut.lines[2]?.endsWith('…')).toBe(true);
    expect(Math.max(...cut.lines.map(widthInEm)) * cut.size).toBeLessThanOrEqual(1000 + cut.size);
  });
});

describe('icons', () => {
  it('come in the size asked for; Apple gets no transparency', async () => {
    for (const size of [32, 180, 192, 512] as const) {
      expect(await sharp(await iconPng(theme, size)).metadata()).toMatchObject({ width: size, height: size });
    }
    const corner = await sharp(await iconPng(theme, 180))
      .extract({ left: 0, top: 0, width: 1, height: 1 })
      .raw()
      .toBuffer();
    expect(corner[3] ?? 255).toBe(255);
    expect(iconSvg(theme)).toContain(theme.palettes.light.brand);
  });
});

describe('logos', () => {
  it('are re-encoded without metadata', async () => {
    const upload = await sharp({ create: { width: 2000, height: 400, channels: 3, background: '#1f7a4d' } })
      .withExif({ IFD0: { Copyright: 'secret place' } })
      .jpeg()
      .toBuffer();
    expect(upload.includes('secret place')).toBe(true);
    const png = await logoPng(upload);
    expect(png.includes('secret place')).toBe(false);
    expect(await sharp(png).metadata()).toMatchObject({ format: 'png', width: 640, height: 128 });
  });

  it('are refused when they could carry script or are no picture', async () => {
    const svg = Buffer.from('<svg xmlns="http://www.w3.org/2000/svg" width="9" height="9"><script>1</script></svg>');
    await expect(logoPng(svg)).rejects.toThrow(LogoRefused);
    await expect(logoPng(Buffer.from('nothing'))).rejects.toThrow(LogoRefused);
  });
});

describe('fonts', () => {
  it('fit the budget of a page: at most 120 KB in two files', () => {
    const sizes = Object.values(FONT_FILES).map((file) => statSync(`${FONT_FOLDER}${file}`).size);
    expect(sizes).toHaveLength(2);
    expect(sizes.reduce((sum, size) => sum + size, 0)).toBeLessThanOrEqual(120_000);
    expect(statSync(DRAWING_FONT).size).toBeLessThan(1_400_000);
  });

  it('carry their licence and do not use the reserved name', () => {
    expect(readFileSync(`${FONT_FOLDER}OFL.txt`, 'utf8')).toContain('SIL Open Font License');
    const font = readFileSync(DRAWING_FONT);
    const [name] = Array.from({ length: font.readUInt16BE(4) }, (_, index) => 12 + index * 16).filter(
      (at) => font.toString('latin1', at, at + 4) === 'name',
    );
    const table = font.subarray(font.readUInt32BE((name ?? 0) + 8)).subarray(0, font.readUInt32BE((name ?? 0) + 12));
    const text = Buffer.from(table.subarray(0, table.length & ~1))
      .swap16()
      .toString('utf16le');
    expect(text).toContain('Madang Sans');
    expect(text.match(/Pretendard/g)?.length ?? 0).toBeLessThanOrEqual(
      text.match(/Reserved Font Name|github\.com/g)?.length ?? 0,
    );
  });

  it('draw all 11,172 syllables: none looks like the empty box', async () => {
    const draw = (text: string): Promise<Buffer> =>
      renderPng(
        `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 1000 40"><text y="32" font-size="30" font-family="Madang Sans">${text}</text></svg>`,
        500,
      );
    const missing = await draw('\u{2a6d6}');
    for (const text of ['뷁', '힣', '가', '꿹', '쀍']) expect((await draw(text)).equals(missing)).toBe(false);
  });
});
