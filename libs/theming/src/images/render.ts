import { DRAWING_FAMILY, DRAWING_FONT } from './files.js';

/**
 * Draws an SVG that this library built into a PNG of `width` px, off the main thread. Only our own font is used, so
 * the same SVG gives the same picture on every machine. From outside only
 * what `safeSvg` has written anew.
 */
export async function renderPng(svg: string, width: number): Promise<Buffer> {
  // Loaded when a picture is first drawn: 10 MB that most processes never need.
  const { renderAsync } = await import('@resvg/resvg-js');
  const image = await renderAsync(svg, {
    fitTo: { mode: 'width', value: width },
    font: { fontFiles: [DRAWING_FONT], loadSystemFonts: false, defaultFontFamily: DRAWING_FAMILY },
  });
  return image.asPng();
}
