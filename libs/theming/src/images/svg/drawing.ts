import { renderPng } from '../render.js';
import type { SafeSvg } from './safe-svg.js';

/** Width of the picture a drawing is given for whoever shows no SVG: mail programs, shared links. */
const WIDTH = 640;

/** Draws what {@link safeSvg} made as PNG. */
export const drawingPng = ({ svg }: SafeSvg): Promise<Buffer> => renderPng(svg, WIDTH);
