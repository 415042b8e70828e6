/** Why an uploaded logo was refused. */
export class LogoRefused extends Error {
  readonly code: 'logo.format' | 'logo.size';
  constructor(code: 'logo.format' | 'logo.size') {
    super(code);
    this.code = code;
    this.name = 'LogoRefused';
  }
}

const FORMATS = new Set(['png', 'jpeg', 'webp', 'gif']);
const MOST_PIXELS = 24_000_000;

/**
 * Re-encodes an uploaded raster logo as PNG at most `width` × `height` px, which drops metadata and anything hidden
 * behind the picture. Throws LogoRefused for other formats (SVG included: it can carry script) or too many pixels.
 */
export async function logoPng(upload: Buffer, width = 640, height = 160): Promise<Buffer> {
  // Loaded when a picture first comes: 25 MB that most processes never need.
  const { default: sharp } = await import('sharp');
  const image = sharp(upload, { limitInputPixels: MOST_PIXELS, failOn: 'error' });
  const { format } = await image.metadata().catch(() => {
    throw new LogoRefused('logo.format');
  });
  if (!FORMATS.has(format)) throw new LogoRefused('logo.format');
  try {
    return await image
      .rotate()
      .resize({ width, height, fit: 'inside', withoutEnlargement: true })
      .png({ compressionLevel: 9 })
      .toBuffer();
  } catch {
    throw new LogoRefused('logo.size');
  }
}
