import type { Theme } from '../brand/theme.js';
import { motifBody } from '../motif/motif.js';
import { iconSvg } from './sign.js';
import { drawable, fitLines, widthInEm } from './lines.js';
import { renderPng } from './render.js';

export interface SharePicture {
  readonly theme: Theme;
  /** Seed of the motif: the organisation's slug. */
  readonly seed: string;
  /** Name of the site. */
  readonly site: string;
  /** What the shared page is about; any text, written by anyone. */
  readonly title: string;
  /** A short state, shown as a chip ("공감 412", "Answered"). */
  readonly state?: string;
}

const WIDTH = 1200;
const HEIGHT = 630;
const MARGIN = 80;

const escapeXml = (text: string): string =>
  text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;').replaceAll('"', '&quot;');

const textAt = (x: number, y: number, size: number, fill: string, text: string): string =>
  `<text x="${x}" y="${y}" font-size="${size}" fill="${fill}" font-weight="700" font-family="Madang Sans">${escapeXml(text)}</text>`;

/** The share picture as SVG, 1200 × 630; every text is escaped and reduced to what the font can draw. */
export function shareSvg({ theme, seed, site, title, state }: SharePicture): string {
  const palette = theme.palettes.light;
  const motif = motifBody(theme.choice.motif, seed, {
    far: palette['motif-far'],
    mid: palette['motif-mid'],
    near: palette['motif-near'],
  });
  const { size, lines } = fitLines(title, WIDTH - MARGIN * 2, [84, 72, 60, 52], 3);
  const leading = size * 1.26;
  const mark = iconSvg(theme).replace('<svg ', `<svg x="${MARGIN}" y="64" width="72" height="72" `);
  const top = 210 + (3 - Math.max(1, lines.length)) * 14;
  const heading = lines.map((line, index) =>
    textAt(MARGIN, Math.round(top + size * 0.8 + index * leading), size, palette['hero-text'], line),
  );
  const chip = state ? drawable(state).slice(0, 40) : '';
  const chipWidth = Math.round(widthInEm(chip) * 30 + 52);
  const chipAt = Math.round(WIDTH - MARGIN - chipWidth);
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${WIDTH} ${HEIGHT}" width="${WIDTH}" height="${HEIGHT}">`,
    `<rect width="${WIDTH}" height="${HEIGHT}" fill="${palette.hero}"/>`,
    `<g transform="translate(-120 ${HEIGHT - 200})">${motif}</g>`,
    `<rect width="${WIDTH}" height="14" fill="${palette['brand-edge']}"/>`,
    mark,
    textAt(MARGIN + 96, 113, 38, palette['hero-text'], fitLines(site, chip ? 620 : 900, [38], 1).lines[0] ?? ''),
    ...(chip
      ? [
          `<rect x="${chipAt}" y="72" width="${chipWidth}" height="56" rx="28" fill="${palette.surface}"/>`,
          textAt(chipAt + 26, 110, 30, palette['brand-text'], chip),
        ]
      : []),
    ...heading,
    '</svg>',
  ].join('');
}

/** The share picture (Open Graph) as PNG, 1200 × 630. Cache it by content; ~50 ms of one worker thread. */
export const shareImage = (picture: SharePicture): Promise<Buffer> => renderPng(shareSvg(picture), WIDTH);
