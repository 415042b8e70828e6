/**
 * Gives a font another family name. "Pretendard" is a reserved name under its licence, so a subset of it must be
 * called something else, inside the file too.
 */

const NAME_IDS = (family, style) => [
  [1, family],
  [2, style],
  [4, `${family} ${style}`],
  [6, `${family}-${style}`.replaceAll(' ', '')],
];

/** An OpenType `name` table (format 0) with Windows Unicode records only; `kept` are licence lines of the original. */
function nameTable(family, style, kept) {
  const records = [...kept, ...NAME_IDS(family, style)].sort(([a], [b]) => a - b);
  const head = Buffer.alloc(6 + records.length * 12);
  const texts = [];
  let offset = 0;
  head.writeUInt16BE(records.length, 2);
  head.writeUInt16BE(head.length, 4);
  for (const [index, [id, text]] of records.entries()) {
    const bytes = Buffer.from(text, 'utf16le').swap16();
    [3, 1, 0x409, id, bytes.length, offset].forEach((value, field) =>
      head.writeUInt16BE(value, 6 + index * 12 + field * 2),
    );
    texts.push(bytes);
    offset += bytes.length;
  }
  return Buffer.concat([head, ...texts]);
}

function tablesOf(font) {
  return Array.from({ length: font.readUInt16BE(4) }, (_, index) => {
    const at = 12 + index * 16;
    const start = font.readUInt32BE(at + 8);
    return { tag: font.toString('latin1', at, at + 4), data: font.subarray(start, start + font.readUInt32BE(at + 12)) };
  });
}

/** Copyright (0) and licence (13, 14) lines that the licence asks to keep. */
function keptLines(data) {
  const strings = data.readUInt16BE(4);
  const found = new Map();
  for (let index = 0; index < data.readUInt16BE(2); index += 1) {
    const at = 6 + index * 12;
    const [platform, , language, id, length, offset] = Array.from({ length: 6 }, (_, field) =>
      data.readUInt16BE(at + field * 2),
    );
    if (platform !== 3 || language !== 0x409 || ![0, 13, 14].includes(id)) continue;
    const text = Buffer.from(data.subarray(strings + offset, strings + offset + length))
      .swap16()
      .toString('utf16le');
    found.set(id, text);
  }
  return [...found];
}

const checksum = (data) => {
  const padded = Buffer.concat([data, Buffer.alloc((4 - (data.length % 4)) % 4)]);
  let sum = 0;
  for (let at = 0; at < padded.length; at += 4) sum = (sum + padded.readUInt32BE(at)) >>> 0;
  return sum;
};

/** The same sfnt (TrueType or CFF) under `family` and `style`. */
export function renameFont(font, family, style) {
  const tables = tablesOf(font);
  const name = tables.find(({ tag }) => tag === 'name');
  if (name) name.data = nameTable(family, style, keptLines(name.data));
  const directory = Buffer.alloc(12 + tables.length * 16);
  font.copy(directory, 0, 0, 12);
  const parts = [directory];
  let offset = directory.length;
  for (const [index, { tag, data }] of tables.entries()) {
    const at = 12 + index * 16;
    directory.write(tag, at, 'latin1');
    directory.writeUInt32BE(checksum(data), at + 4);
    directory.writeUInt32BE(offset, at + 8);
    directory.writeUInt32BE(data.length, at + 12);
    const padding = Buffer.alloc((4 - (data.length % 4)) % 4);
    parts.push(data, padding);
    offset += data.length + padding.length;
  }
  return Buffer.concat(parts);
}
