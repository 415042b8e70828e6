import { createHash } from 'node:crypto';
import {
  CONTROL,
  EXPORT_FORMAT,
  type EndLine,
  type ExportHeader,
  type FileLine,
  type TableLine,
} from './export-format.js';
import { TenancyError } from './errors.js';

/** One line of an export, read. */
export type ExportLine =
  | { kind: 'header'; header: ExportHeader }
  | { kind: 'table'; table: TableLine }
  | { kind: 'row'; json: string; number: number }
  | { kind: 'file'; file: FileLine }
  | { kind: 'piece'; data: Buffer }
  | { kind: 'end'; end: EndLine };

/** The longest line accepted: a row of the largest texts the schema allows stays far below. */
const LONGEST = 32 * 1024 * 1024;

const broken = (why: string): TenancyError =>
  new TenancyError('export_broken', why, `this is no complete export: ${why}`);

/**
 * Reads an export line by line and checks that nothing is missing, added or changed: the last line
 * carries a digest of every byte before it.
 * @throws TenancyError export_broken, export_newer (of the format)
 */
export async function* readExport(pieces: AsyncIterable<Uint8Array | string>): AsyncGenerator<ExportLine> {
  const digest = createHash('sha256');
  let number = 0;
  let ended = false;
  for await (const line of linesOf(pieces)) {
    number += 1;
    if (ended) throw broken(`something follows the last line (line ${number})`);
    const control = line.startsWith(CONTROL);
    if (number === 1) yield { kind: 'header', header: headerOf(line) };
    else if (!control && line.startsWith('{')) yield { kind: 'row', json: line, number };
    else if (line.startsWith('"') && line.endsWith('"'))
      yield { kind: 'piece', data: Buffer.from(line.slice(1, -1), 'base64') };
    else if (!control) throw broken(`line ${number} is of no known kind`);
    else {
      const read = parsed(line, number) as TableLine | FileLine | EndLine;
      if (read.$ === 'end') {
        ended = true;
        if (read.sha256 !== digest.digest('hex'))
          throw broken('its digest does not fit; the file was damaged or changed');
        yield { kind: 'end', end: read };
        continue;
      }
      if (read.$ === 'table') yield { kind: 'table', table: read };
      else yield { kind: 'file', file: read };
    }
    digest.update(line).update('\n');
  }
  if (!ended) throw broken('its last line is missing; the file was cut off');
}

function headerOf(line: string): ExportHeader {
  const header = (line.startsWith(CONTROL) ? parsed(line, 1) : {}) as ExportHeader;
  if (header.$ !== 'madang-export') throw broken('its first line is not that of an export');
  if (header.format > EXPORT_FORMAT)
    throw new TenancyError(
      'export_newer',
      String(header.format),
      `the export has format ${header.format}, this program reads up to ${EXPORT_FORMAT}; upgrade it first`,
    );
  return header;
}

function parsed(line: string, number: number): unknown {
  try {
    return JSON.parse(line);
  } catch {
    throw broken(`line ${number} is not JSON`);
  }
}

async function* linesOf(pieces: AsyncIterable<Uint8Array | string>): AsyncGenerator<string> {
  const decoder = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });
  let rest = '';
  for await (const piece of pieces) {
    const text = rest + (typeof piece === 'string' ? piece : decoder.decode(piece, { stream: true }));
    let from = 0;
    for (let to = text.indexOf('\n'); to >= 0; to = text.indexOf('\n', from)) {
      yield text.slice(from, to);
      from = to + 1;
    }
    rest = text.slice(from);
    if (rest.length > LONGEST) throw broken('a line is too long');
  }
  if (rest) throw broken('its last line is not complete');
}
