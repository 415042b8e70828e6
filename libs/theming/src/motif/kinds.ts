import { areaBelow, between, circle, HEIGHT, horizon, path, round, WIDTH, type Layers, type Random } from './shapes.js';

/** A fir: three overlapping skirts, widest below, and a stem. */
function fir(x: number, foot: number, height: number, half: number): string {
  const stem = height * 0.12;
  const skirt = (top: number, low: number, wide: number): string =>
    `M${round(x)} ${round(foot - top)}L${round(x + wide)} ${round(foot - low)}Q${round(x)} ${round(foot - low + wide * 0.22)} ${round(x - wide)} ${round(foot - low)}Z`;
  return path(
    skirt(height, height * 0.55, half * 0.62) +
      skirt(height * 0.78, height * 0.32, half * 0.82) +
      skirt(height * 0.55, stem, half) +
      `M${round(x - half * 0.12)} ${round(foot)}v${round(-stem * 1.4)}h${round(half * 0.24)}v${round(stem * 1.4)}Z`,
  );
}

/** A broadleaf: three round crowns on a stem. */
function broadleaf(x: number, foot: number, height: number): string {
  const r = height * 0.3;
  return (
    circle(x, foot - height + r, r) +
    circle(x - r * 0.72, foot - height + r * 1.85, r * 0.82) +
    circle(x + r * 0.76, foot - height + r * 1.8, r * 0.78) +
    path(`M${round(x - r * 0.13)} ${round(foot)}V${round(foot - height + r * 1.6)}h${round(r * 0.26)}V${round(foot)}Z`)
  );
}

function stand(random: Random, foot: number, low: number, high: number, gap: number, firs: number): string[] {
  const trees: string[] = [];
  for (let x = between(random, -20, 20); x < WIDTH + 30; x += gap * between(random, 0.55, 1.5)) {
    const height = between(random, low, high);
    trees.push(
      random() < firs ? fir(x, foot, height, height * between(random, 0.24, 0.32)) : broadleaf(x, foot, height * 0.8),
    );
  }
  return trees;
}

/** A forest edge: firs far away, a mixed wood, bushes and ground in front. */
export function forest(random: Random): Layers {
  const ground = (level: number): string => path(areaBelow(horizon(random, level, 5, 420)));
  return [
    [...stand(random, 176, 70, 150, 62, 0.8), ground(168)],
    [...stand(random, 186, 52, 104, 88, 0.45), ground(180)],
    [...stand(random, 197, 30, 62, 120, 0.35), ground(191)],
  ];
}

/** Open water: long swell far out, shorter and steeper towards the shore. */
export function waves(random: Random): Layers {
  const water = (level: number, swell: number, length: number): string =>
    path(areaBelow(horizon(random, level, swell, length)));
  const sail = (x: number, y: number, size: number): string =>
    path(
      `M${round(x)} ${round(y)}V${round(y - size)}Q${round(x + size * 0.62)} ${round(y - size * 0.3)} ${round(x + size * 0.58)} ${round(y)}Z` +
        `M${round(x - size * 0.08)} ${round(y)}V${round(y - size * 0.8)}L${round(x - size * 0.46)} ${round(y)}Z` +
        `M${round(x - size * 0.52)} ${round(y + size * 0.07)}H${round(x + size * 0.66)}L${round(x + size * 0.44)} ${round(y + size * 0.25)}H${round(x - size * 0.34)}Z`,
    );
  const boats = Array.from({ length: 3 }, (_, index) =>
    sail(180 + index * 480 + between(random, -110, 110), between(random, 90, 96), between(random, 28, 46)),
  );
  return [[...boats, water(98, 7, 460)], [water(134, 11, 330)], [water(170, 10, 240)]];
}

const TILE = 40;
/** A quilt of circles, quarters and leaves that thickens towards the lower edge. */
export function tiles(random: Random): Layers {
  const layers: Layers = [[], [], []];
  const quarter = (x: number, y: number, turn: number): string => {
    const corners = [
      `M${x} ${y}h${TILE}a${TILE} ${TILE} 0 0 1 ${-TILE} ${TILE}Z`,
      `M${x + TILE} ${y}v${TILE}a${TILE} ${TILE} 0 0 1 ${-TILE} ${-TILE}Z`,
      `M${x + TILE} ${y + TILE}h${-TILE}a${TILE} ${TILE} 0 0 1 ${TILE} ${-TILE}Z`,
      `M${x} ${y + TILE}v${-TILE}a${TILE} ${TILE} 0 0 1 ${TILE} ${TILE}Z`,
    ];
    return path(corners[turn] ?? '');
  };
  const leaf = (x: number, y: number): string =>
    path(`M${x} ${y}a${TILE} ${TILE} 0 0 1 ${TILE} ${TILE}a${TILE} ${TILE} 0 0 1 ${-TILE} ${-TILE}Z`);
  const square = (x: number, y: number): string => path(`M${x} ${y}h${TILE}v${TILE}h${-TILE}Z`);
  for (let row = 0; row < HEIGHT / TILE; row += 1) {
    for (let x = 0; x < WIDTH; x += TILE) {
      if (random() > 0.1 + row * 0.2) continue;
      const y = row * TILE;
      const layer = layers[random() < 0.45 ? 0 : random() < 0.65 ? 1 : 2];
      const kind = random();
      if (kind < 0.5) layer.push(quarter(x, y, Math.floor(random() * 4)));
      else if (kind < 0.72) layer.push(circle(x + TILE / 2, y + TILE / 2, TILE / 2));
      else if (kind < 0.9) layer.push(leaf(x, y));
      else layer.push(square(x, y));
    }
  }
  return layers;
}

/** Ridges one behind the other, with a low sun. */
export function hills(random: Random): Layers {
  const ridge = (level: number, swell: number, length: number): string =>
    path(areaBelow(horizon(random, level, swell, length)));
  return [
    [circle(between(random, 900, 1200), between(random, 42, 54), between(random, 24, 32)), ridge(104, 34, 620)],
    [ridge(142, 22, 520)],
    [ridge(174, 13, 430)],
  ];
}

/** A woven cloth: bands that pass over and under each other, open at the top. */
export function weave(random: Random): Layers {
  const layers: Layers = [[], [], []];
  const step = 40;
  const band = 26;
  for (let row = 0; row < HEIGHT / step; row += 1) {
    for (let column = 0; column < WIDTH / step; column += 1) {
      if (random() > 0.22 + row * 0.2) continue;
      const [x, y] = [column * step, row * step];
      const over = (row + column) % 2 === 0;
      const gap = (step - band) / 2;
      const rect = over
        ? `M${x - gap} ${y + gap}h${step + gap * 2}v${band}h${-step - gap * 2}Z`
        : `M${x + gap} ${y - gap}h${band}v${step + gap * 2}h${-band}Z`;
      layers[row < 2 ? 0 : over ? 1 : 2].push(path(rect));
    }
  }
  return layers;
}
