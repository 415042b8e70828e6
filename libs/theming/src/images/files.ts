import { fileURLToPath } from 'node:url';

/** Folder of the font files (web fonts, and the one that draws text into pictures). */
export const FONT_FOLDER = fileURLToPath(new URL('../../fonts/', import.meta.url));
/** Bold, all 11,172 Hangul syllables, Latin: what share images are set in. */
export const DRAWING_FONT = `${FONT_FOLDER}madang-sans-bold.otf`;
export const DRAWING_FAMILY = 'Madang Sans';
