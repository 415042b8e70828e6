/**
 * Where a place of a bundle lies in the sources, by line: two numbers to search by and two that are found, for each place at which
 * another line begins. A map as browsers know it would be 5 MB of text for the same, and hold 100 MB once read.
 */
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const LETTERS = new Map(
  [...'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/'].map((letter, value) => [letter, value]),
);

/** The numbers of one segment of a map, which are kept in base 64 with a bit that says "more". */
function numbersIn(segment) {
  const numbers = [];
  let value = 0;
  let shift = 0;
  for (const letter of segment) {
    const digit = LETTERS.get(letter);
    value += (digit & 31) << shift;
    shift += 5;
    if (digit & 32) continue;
    numbers.push(value & 1 ? -(value >> 1) : value >> 1);
    value = shift = 0;
  }
  return numbers;
}

/**
 * The table of one file of the bundle: names of the sources as JSON with its length before it, then four numbers a place: line and
 * column here, source and line there, counted from 0. Letters beyond ASCII are written as six when the file is written.
 */
export function linesOf(code, { mappings, sources }) {
  const places = [];
  const texts = code.split('\n');
  let source = 0;
  let line = 0;
  mappings.split(';').forEach((segments, row) => {
    let column = 0;
    let shift = 0;
    let seen = 0;
    let before;
    for (const segment of segments ? segments.split(',') : []) {
      const [columns, sourceStep, lineStep] = numbersIn(segment);
      column += columns;
      if (sourceStep === undefined) continue;
      source += sourceStep;
      line += lineStep;
      for (; seen < column; seen++) if (texts[row].charCodeAt(seen) > 0x7f) shift += 5;
      const place = source * 2 ** 20 + line;
      if (place !== before) places.push(row, column + shift, source, line);
      before = place;
    }
  });
  const names = Buffer.from(JSON.stringify(sources));
  const header = Buffer.alloc(4);
  header.writeUInt32LE(names.length);
  return Buffer.concat([header, names, Buffer.from(Uint32Array.from(places).buffer)]);
}

/** Reads such a table: `find(row, column)`, counted from 1, gives `file:line` or nothing. */
export function readLines(bytes, url) {
  const length = bytes.readUInt32LE();
  const names = JSON.parse(bytes.subarray(4, 4 + length).toString());
  const start = 4 + length;
  const places = new Uint32Array(bytes.buffer.slice(bytes.byteOffset + start, bytes.byteOffset + bytes.length));
  const folder = dirname(fileURLToPath(url));
  return (row, column) => {
    let low = 0;
    let high = places.length / 4;
    while (low < high) {
      const middle = (low + high) >> 1;
      const [at, from] = [places[middle * 4], places[middle * 4 + 1]];
      if (at < row - 1 || (at === row - 1 && from <= column - 1)) low = middle + 1;
      else high = middle;
    }
    if (low === 0 || places[low * 4 - 4] !== row - 1) return undefined;
    return `${join(folder, names[places[low * 4 - 2]])}:${places[low * 4 - 1] + 1}`;
  };
}
