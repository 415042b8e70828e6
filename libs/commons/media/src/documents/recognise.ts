import type { Mime } from '../kinds.js';
import { Zip } from './zip.js';

const COMPOUND = Buffer.from('d0cf11e0a1b11ae1', 'hex');
const HWP = Buffer.from('HWP Document File');
/** Control characters no text has. */
const UNTEXT = /[\u0000-\u0008\u000b\u000e-\u001a\u001c-\u001f]/;

/** Kinds of Office files, by the type their own table of contents gives the main part. */
const OFFICE: readonly [RegExp, string, Mime][] = [
  [
    /wordprocessingml\.document\.main\+xml/,
    'word/document.xml',
    'application/vnd.openxmlformats-officedocument.wordprocessingml.document',
  ],
  [
    /spreadsheetml\.sheet\.main\+xml/,
    'xl/workbook.xml',
    'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet',
  ],
  [
    /presentationml\.presentation\.main\+xml/,
    'ppt/presentation.xml',
    'application/vnd.openxmlformats-officedocument.presentationml.presentation',
  ],
];
/** Files that say what they are in an entry named `mimetype`. */
const DECLARED: ReadonlySet<string> = new Set<Mime>([
  'application/hwp+zip',
  'application/vnd.oasis.opendocument.text',
  'application/vnd.oasis.opendocument.spreadsheet',
  'application/vnd.oasis.opendocument.presentation',
]);

/**
 * What a file is, by what it holds; its name decides only between the two kinds of plain text. Nothing for pictures,
 * programs, archives, files with macros or a password, and everything unknown.
 */
export function recognise(data: Buffer, name: string): Mime | undefined {
  if (data.subarray(0, 5).toString('latin1') === '%PDF-')
    return data.subarray(-2048).toString('latin1').includes('%%EOF') ? 'application/pdf' : undefined;
  if (data.subarray(0, 8).equals(COMPOUND)) return isHwp(data) ? 'application/x-hwp' : undefined;
  if (data.subarray(0, 2).toString('latin1') === 'PK') return packed(data);
  if (!isText(data)) return undefined;
  return /\.csv$/i.test(name) ? 'text/csv' : 'text/plain';
}

/** Older Office files are compound files as well; those of Hangul carry its signature at the head of their stream. */
const isHwp = (data: Buffer): boolean => data.includes(HWP) && !data.includes(Buffer.from('V\0B\0A\0', 'latin1'));

function packed(data: Buffer): Mime | undefined {
  const zip = Zip.open(data);
  if (!zip || zip.locked) return undefined;
  if (zip.names.some((name) => /vbaProject\.bin$|^Basic\/|^Scripts\/.*\.(js|py|bsh)$/i.test(name))) return undefined;
  const declared = zip.text('mimetype')?.trim();
  if (declared !== undefined) return DECLARED.has(declared) ? (declared as Mime) : undefined;
  const types = zip.text('[Content_Types].xml');
  if (types === undefined || /macroEnabled/i.test(types)) return undefined;
  return OFFICE.find(([type, main]) => type.test(types) && zip.has(main))?.[2];
}

/** Text in UTF-8, or in the older encoding of Korean programs. */
function isText(data: Buffer): boolean {
  if (data.length === 0) return false;
  for (const encoding of ['utf-8', 'euc-kr'])
    try {
      return !UNTEXT.test(new TextDecoder(encoding, { fatal: true }).decode(data));
    } catch {
      continue; // not in this encoding
    }
  return false;
}
