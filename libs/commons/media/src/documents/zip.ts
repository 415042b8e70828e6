import { inflateRawSync } from 'node:zlib';

const END = 0x06054b50;
const ENTRY = 0x02014b50;
const LOCAL = 0x04034b50;
const MOST_ENTRIES = 10_000;
/** The longest entry that is looked into; those that tell what a file is are small. */
const MOST_BYTES = 1_000_000;

interface Entry {
  method: number;
  flags: number;
  packed: number;
  at: number;
}

/** The table of contents of a ZIP file; entries are read one by one, never more of them than a bound. */
export class Zip {
  private constructor(
    private readonly data: Buffer,
    private readonly entries: ReadonlyMap<string, Entry>,
  ) {}

  /** Reads the table; nothing where it is no ZIP, is damaged, or has too many entries. */
  static open(data: Buffer): Zip | undefined {
    try {
      return Zip.read(data);
    } catch {
      return undefined; // a length or place outside of the file
    }
  }

  private static read(data: Buffer): Zip | undefined {
    if (data.length < 22 || data.readUInt32LE(0) !== LOCAL) return undefined;
    let end = data.length - 22;
    const least = Math.max(0, end - 65_535);
    while (end >= least && data.readUInt32LE(end) !== END) end -= 1;
    if (end < least) return undefined;
    const count = data.readUInt16LE(end + 10);
    if (count > MOST_ENTRIES) return undefined;
    const entries = new Map<string, Entry>();
    let at = data.readUInt32LE(end + 16);
    for (let n = 0; n < count; n += 1) {
      if (data.readUInt32LE(at) !== ENTRY) return undefined;
      const length = data.readUInt16LE(at + 28);
      entries.set(data.toString('utf8', at + 46, at + 46 + length), {
        flags: data.readUInt16LE(at + 8),
        method: data.readUInt16LE(at + 10),
        packed: data.readUInt32LE(at + 20),
        at: data.readUInt32LE(at + 42),
      });
      at += 46 + length + data.readUInt16LE(at + 30) + data.readUInt16LE(at + 32);
    }
    return new Zip(data, entries);
  }

  get names(): string[] {
    return [...this.entries.keys()];
  }

  has(name: string): boolean {
    return this.entries.has(name);
  }

  /** Whether any entry needs a password. */
  get locked(): boolean {
    return [...this.entries.values()].some(({ flags }) => (flags & 1) === 1);
  }

  /** A small entry as text; nothing where it is missing, large or damaged. */
  text(name: string): string | undefined {
    const entry = this.entries.get(name);
    if (!entry || entry.packed > MOST_BYTES) return undefined;
    try {
      if (this.data.readUInt32LE(entry.at) !== LOCAL) return undefined;
      const from = entry.at + 30 + this.data.readUInt16LE(entry.at + 26) + this.data.readUInt16LE(entry.at + 28);
      const bytes = this.data.subarray(from, from + entry.packed);
      if (entry.method === 0) return bytes.toString('utf8');
      if (entry.method !== 8) return undefined;
      return inflateRawSync(bytes, { maxOutputLength: MOST_BYTES }).toString('utf8');
    } catch {
      return undefined;
    }
  }
}
