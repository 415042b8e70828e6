import { constants, crc32, deflateRawSync } from 'node:zlib';

const UTF8 = 0x0800;
const SIZES_FOLLOW = 0x0008;
/** Bytes; beyond them a ZIP file needs another format. */
const END = 4_000_000_000;

/** What a ZIP file has no room for. */
export class ZipFull extends Error {}

interface Entry {
  name: Buffer;
  at: number;
  crc: number;
  packed: number;
  size: number;
}

/**
 * A ZIP file that grows from its beginning to its end, so that it can be sent or kept while it is written and is never whole
 * in memory. Each call gives the bytes that come next.
 */
export class GrowingZip {
  private readonly entries: Entry[] = [];
  private open: Entry | undefined;
  private length = 0;

  /** Begins a file; the one before is closed. */
  begin(name: string): Buffer {
    const closing = this.close();
    const entry = { name: Buffer.from(name), at: this.length, crc: 0, packed: 0, size: 0 };
    this.entries.push(entry);
    this.open = entry;
    const head = Buffer.alloc(30);
    head.writeUInt32LE(0x04034b50, 0);
    describe(head, 4, entry);
    return Buffer.concat([closing, this.grown(Buffer.concat([head, entry.name]))]);
  }

  /** What comes next in the file that was begun. @throws ZipFull */
  add(data: Buffer): Buffer {
    const packed = deflateRawSync(data, { finishFlush: constants.Z_SYNC_FLUSH });
    this.count(data, packed);
    return this.grown(packed);
  }

  /** Closes the last file and writes the table of contents. */
  end(): Buffer {
    const closing = this.close();
    const at = this.length;
    const table = Buffer.concat(this.entries.map(listed));
    const end = Buffer.alloc(22);
    end.writeUInt32LE(0x06054b50, 0);
    end.writeUInt16LE(this.entries.length, 8);
    end.writeUInt16LE(this.entries.length, 10);
    end.writeUInt32LE(table.length, 12);
    end.writeUInt32LE(at, 16);
    return Buffer.concat([closing, table, end]);
  }

  private close(): Buffer {
    const { open } = this;
    if (!open) return Buffer.alloc(0);
    const last = deflateRawSync(Buffer.alloc(0));
    this.count(Buffer.alloc(0), last);
    this.open = undefined;
    const sizes = Buffer.alloc(16);
    sizes.writeUInt32LE(0x08074b50, 0);
    sizes.writeUInt32LE(open.crc, 4);
    sizes.writeUInt32LE(open.packed, 8);
    sizes.writeUInt32LE(open.size, 12);
    return this.grown(Buffer.concat([last, sizes]));
  }

  private count(data: Buffer, packed: Buffer): void {
    const open = this.open!;
    open.crc = crc32(data, open.crc);
    open.size += data.length;
    open.packed += packed.length;
    if (open.size > END || this.length + packed.length > END) throw new ZipFull();
  }

  private grown(data: Buffer): Buffer {
    this.length += data.length;
    return data;
  }
}

/** What the head of a file and its line in the table have in common: 26 bytes. */
function describe(head: Buffer, at: number, { name, crc, packed, size }: Entry): void {
  head.writeUInt16LE(20, at);
  head.writeUInt16LE(UTF8 | SIZES_FOLLOW, at + 2);
  head.writeUInt16LE(8, at + 4);
  head.writeUInt16LE(0x0021, at + 8); // 1 January 1980: what is inside says when
  head.writeUInt32LE(crc, at + 10);
  head.writeUInt32LE(packed, at + 14);
  head.writeUInt32LE(size, at + 18);
  head.writeUInt16LE(name.length, at + 22);
}

function listed(entry: Entry): Buffer {
  const line = Buffer.alloc(46);
  line.writeUInt32LE(0x02014b50, 0);
  line.writeUInt16LE(20, 4);
  describe(line, 6, entry);
  line.writeUInt32LE(entry.at, 42);
  return Buffer.concat([line, entry.name]);
}
