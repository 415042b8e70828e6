export { FONT_FOLDER } from './files.js';
export { iconPng } from './icon.js';
export { iconSvg, markSvg } from './sign.js';
export type { IconShape } from './sign.js';
export { shareImage, shareSvg } from './share.js';
export type { SharePicture } from './share.js';
export { LogoRefused, logoPng } from './logo.js';
export { looksLikeSvg, safeSvg, type SafeSvg } from './svg/safe-svg.js';
export { drawingPng } from './svg/drawing.js';
