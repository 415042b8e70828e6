/**
 * Makes the font files of this folder from an unpacked `pretendard` package (1.3.9):
 *   node libs/theming/fonts/build.mjs <folder of the package> [budget in bytes]
 * First come the syllables that the portal's messages and the tenants of this repository are written with, then those of
 * core-syllables.txt, each most frequent first; as many as fit the budget are taken. The others, and what the console is
 * written with, make a third file: the console, which has no such budget, loads it too.
 */
import { globSync, readFileSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import subsetFont from 'subset-font';
import { renameFont } from './rename.mjs';

const fontverter = createRequire(createRequire(import.meta.url).resolve('subset-font'))('fontverter');
const [from, budget = '119950'] = process.argv.slice(2);
if (!from) throw new Error('usage: build.mjs <folder of the pretendard package> [budget in bytes]');
const here = import.meta.dirname;
const span = (first, last) =>
  Array.from({ length: last - first + 1 }, (_, index) => String.fromCodePoint(first + index)).join('');

const LATIN = `${span(0x20, 0x7e)}${span(0xa0, 0xff)}ŒœŠšŽžŸŁłŐőŰű–—‘’‚“”„†•…‰′″‹›€₩™→←↑↓↗−×÷≤≥◆●○■▲✓✕`;
const HANGUL_SIGNS = '、。〈〉《》「」『』【】·ㄱㄴㄷㄹㅁㅂㅅㅇㅈㅊㅋㅌㅍㅎㅏㅓㅗㅜㅠㅡㅣ（），：；？！';

const root = join(here, '../../..');
const inTree = (pattern, left) =>
  globSync(pattern, { cwd: root, exclude: (path) => /node_modules|dist/.test(path) || left?.test(path) })
    .flatMap((path) => [...readFileSync(join(root, path), 'utf8')])
    .filter((sign) => /[가-힣]/.test(sign));

/** Signs by how often they stand in a text, most often first. */
function byUse(signs) {
  const counts = new Map();
  for (const sign of signs) counts.set(sign, (counts.get(sign) ?? 0) + 1);
  return [...counts].sort((one, other) => other[1] - one[1]).map(([sign]) => sign);
}

const shown = byUse([
  ...inTree('libs/**/i18n/ko.json', /\/console(\/|$)/),
  ...inTree('tenants/**/*.{json,md,hbs}'),
  ...inTree('apps/server/src/**/*.ts'),
]);
const ranked = [...new Set([...shown, ...readFileSync(join(here, 'core-syllables.txt'), 'utf8').trim()])];

const variable = readFileSync(join(from, 'dist/public/variable/PretendardVariable.ttf'));
const LIGHT = { noHinting: true, variationAxes: { wght: { min: 400, max: 800 } } };
async function webFont(text, keepFeatures) {
  const sfnt = await subsetFont(variable, text, { ...LIGHT, keepFeatures, targetFormat: 'truetype' });
  return fontverter.convert(renameFont(Buffer.from(sfnt), 'Madang Sans', 'Regular'), 'woff2', 'truetype');
}

const latin = await webFont(LATIN, ['kern', 'tnum', 'ccmp', 'mark']);
let [low, high] = [1, ranked.length];
let hangul = Buffer.alloc(0);
while (low < high) {
  const middle = Math.ceil((low + high) / 2);
  const made = await webFont(HANGUL_SIGNS + ranked.slice(0, middle).join(''), []);
  if (made.length + latin.length <= Number(budget)) [low, hangul] = [middle, made];
  else high = middle - 1;
}
const spoken = inTree('libs/**/i18n/ko.json');
const taken = new Set(ranked.slice(0, low));
const others = [...new Set([...ranked.slice(low), ...spoken])].filter((sign) => !taken.has(sign)).sort();
const more = await webFont(others.join(''), []);
writeFileSync(join(here, 'madang-sans-more.woff2'), more);
writeFileSync(join(here, 'more-syllables.txt'), `${others.join('')}\n`);
writeFileSync(join(here, 'madang-sans-latin.woff2'), latin);
writeFileSync(join(here, 'madang-sans-hangul.woff2'), hangul);

const bold = readFileSync(join(from, 'dist/public/static/Pretendard-Bold.otf'));
const drawn = await subsetFont(bold, LATIN + HANGUL_SIGNS + span(0xac00, 0xd7a3), {
  noHinting: true,
  keepFeatures: ['kern'],
  targetFormat: 'truetype',
});
writeFileSync(join(here, 'madang-sans-bold.otf'), renameFont(Buffer.from(drawn), 'Madang Sans', 'Bold'));
console.log(
  `latin ${latin.length} B, hangul ${hangul.length} B with ${low} of ${ranked.length} syllables, together ${latin.length + hangul.length} B; ${others.length} more in ${more.length} B`,
);
