export { FONT_FOLDER } from './files.js';
export { iconPng, iconSvg, markSvg } from './icon.js';
export type { IconShape } from './icon.js';
export { shareImage, shareSvg } from './share.js';
export type { SharePicture } from './share.js';
export { LogoRefused, logoPng } from './logo.js';
