import { Readable } from 'node:stream';
import type { ListColumn } from './desk.js';
import { DomainError } from './errors.js';
import { GrowingZip, ZipFull } from './growing-zip.js';
import { called, clockOf, textOf, type Clock, type ListRow, type Manner } from './sheets.js';

/** Rows a sheet has room for, its heading apart. */
const SHEET_ROWS = 1_048_575;
const LONGEST_TEXT = 32_767;
const EPOCH_DAYS = 25_569;
const DAY_MS = 86_400_000;

const HEAD = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n';
const MAIN = 'http://schemas.openxmlformats.org/spreadsheetml/2006/main';
const RELATIONS = 'http://schemas.openxmlformats.org/package/2006/relationships';
const OFFICE = 'http://schemas.openxmlformats.org/officeDocument/2006/relationships';
const CONTENT = 'application/vnd.openxmlformats-officedocument.spreadsheetml';

/** Styles by number: 0 plain, 1 the heading, 2 an instant. */
const STYLES = `${HEAD}<styleSheet xmlns="${MAIN}"><numFmts count="1"><numFmt numFmtId="164" formatCode="yyyy\\-mm\\-dd\\ hh:mm"/></numFmts><fonts count="2"><font><sz val="11"/><name val="Calibri"/></font><font><b/><sz val="11"/><name val="Calibri"/></font></fonts><fills count="2"><fill><patternFill patternType="none"/></fill><fill><patternFill patternType="gray125"/></fill></fills><borders count="1"><border><left/><right/><top/><bottom/><diagonal/></border></borders><cellStyleXfs count="1"><xf numFmtId="0" fontId="0" fillId="0" borderId="0"/></cellStyleXfs><cellXfs count="3"><xf numFmtId="0" fontId="0" fillId="0" borderId="0" xfId="0"/><xf numFmtId="0" fontId="1" fillId="0" borderId="0" xfId="0" applyFont="1"/><xf numFmtId="164" fontId="0" fillId="0" borderId="0" xfId="0" applyNumberFormat="1"/></cellXfs></styleSheet>`;

/**
 * A workbook (XLSX) that is written row by row and never whole in memory; each call gives the bytes that come next. Where a
 * sheet is full another one begins, each with the heading, kept in sight. Texts are texts in it, whatever they begin with.
 */
export class Workbook {
  private readonly zip = new GrowingZip();
  private readonly clock: Clock;
  private readonly letters: string[];
  private sheets = 0;
  /** Rows of the sheet that is being written; full, so that the first row begins one. */
  private filled = Number.POSITIVE_INFINITY;

  constructor(
    private readonly name: string,
    private readonly columns: readonly ListColumn[],
    private readonly manner: Manner,
    private readonly sheetRows = SHEET_ROWS,
  ) {
    this.clock = clockOf(manner);
    this.letters = columns.map((_, index) => lettersOf(index));
  }

  /** @throws DomainError conflict where the file would be larger than such a file can be */
  add(rows: readonly ListRow[]): Buffer {
    try {
      const parts: Buffer[] = [];
      for (let at = 0; at < rows.length;) {
        if (this.filled >= this.sheetRows) parts.push(this.begin());
        const some = rows.slice(at, at + this.sheetRows - this.filled);
        parts.push(
          this.zip.add(Buffer.from(some.map((row, index) => this.line(row, this.filled + index + 2)).join(''))),
        );
        this.filled += some.length;
        at += some.length;
      }
      return Buffer.concat(parts);
    } catch (error) {
      throw error instanceof ZipFull ? new DomainError('conflict', 'export_too_large') : error;
    }
  }

  end(): Buffer {
    const parts = this.sheets === 0 ? [this.begin()] : [];
    parts.push(this.zip.add(Buffer.from('</sheetData></worksheet>')));
    for (const [path, text] of this.frame()) parts.push(this.zip.begin(path), this.zip.add(Buffer.from(text)));
    return Buffer.concat([...parts, this.zip.end()]);
  }

  private begin(): Buffer {
    const closing = this.sheets === 0 ? [] : [this.zip.add(Buffer.from('</sheetData></worksheet>'))];
    this.sheets += 1;
    this.filled = 0;
    const widths = this.columns.map(
      ({ kind }, index) =>
        `<col min="${index + 1}" max="${index + 1}" width="${kind === 'number' ? 12 : kind ? 18 : 28}" customWidth="1"/>`,
    );
    const titles = this.columns.map(({ words }, index) =>
      text(`${this.letters[index]}1`, called(words, this.manner), 1),
    );
    const pane = '<pane ySplit="1" topLeftCell="A2" activePane="bottomLeft" state="frozen"/>';
    const open = `${HEAD}<worksheet xmlns="${MAIN}"><sheetViews><sheetView workbookViewId="0">${pane}</sheetView></sheetViews><cols>${widths.join('')}</cols><sheetData><row r="1">${titles.join('')}</row>`;
    return Buffer.concat([
      ...closing,
      this.zip.begin(`xl/worksheets/sheet${this.sheets}.xml`),
      this.zip.add(Buffer.from(open)),
    ]);
  }

  private line(row: ListRow, number: number): string {
    const cells = this.columns.map((column, index) =>
      cell(`${this.letters[index]}${number}`, column, row[column.name], this.manner, this.clock),
    );
    return `<row r="${number}">${cells.join('')}</row>`;
  }

  /** Everything but the sheets: what there is, and where. */
  private frame(): [path: string, text: string][] {
    const numbers = Array.from({ length: this.sheets }, (_, index) => index + 1);
    const plain = this.name.replace(/[\\/?*[\]:]/g, ' ').slice(0, 26) || 'list';
    const called = (n: number): string => escaped(n === 1 ? plain : `${plain} ${n}`);
    const types = numbers.map(
      (n) => `<Override PartName="/xl/worksheets/sheet${n}.xml" ContentType="${CONTENT}.worksheet+xml"/>`,
    );
    const sheets = numbers.map((n) => `<sheet name="${called(n)}" sheetId="${n}" r:id="rId${n}"/>`);
    const links = numbers.map(
      (n) => `<Relationship Id="rId${n}" Type="${OFFICE}/worksheet" Target="worksheets/sheet${n}.xml"/>`,
    );
    return [
      ['xl/styles.xml', STYLES],
      [
        'xl/workbook.xml',
        `${HEAD}<workbook xmlns="${MAIN}" xmlns:r="${OFFICE}"><sheets>${sheets.join('')}</sheets></workbook>`,
      ],
      [
        'xl/_rels/workbook.xml.rels',
        `${HEAD}<Relationships xmlns="${RELATIONS}">${links.join('')}<Relationship Id="rId${this.sheets + 1}" Type="${OFFICE}/styles" Target="styles.xml"/></Relationships>`,
      ],
      [
        '_rels/.rels',
        `${HEAD}<Relationships xmlns="${RELATIONS}"><Relationship Id="rId1" Type="${OFFICE}/officeDocument" Target="xl/workbook.xml"/></Relationships>`,
      ],
      [
        '[Content_Types].xml',
        `${HEAD}<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"><Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/><Default Extension="xml" ContentType="application/xml"/><Override PartName="/xl/workbook.xml" ContentType="${CONTENT}.sheet.main+xml"/><Override PartName="/xl/styles.xml" ContentType="${CONTENT}.styles+xml"/>${types.join('')}</Types>`,
      ],
    ];
  }
}

/** A list as a workbook while its pages are read. */
export function bookOf(
  name: string,
  columns: readonly ListColumn[],
  pages: AsyncIterable<readonly ListRow[]>,
  manner: Manner,
): Readable {
  async function* parts(): AsyncGenerator<Buffer> {
    const book = new Workbook(name, columns, manner);
    for await (const page of pages) yield book.add(page);
    yield book.end();
  }
  return Readable.from(parts(), { objectMode: false });
}

function cell(place: string, column: ListColumn, value: unknown, manner: Manner, clock: Clock): string {
  if (value === null || value === undefined || value === '') return '';
  if (typeof value === 'number') return `<c r="${place}"><v>${value}</v></c>`;
  if (column.kind === 'instant' && value instanceof Date) {
    const local = Date.parse(`${clock(value).replace(' ', 'T')}:00Z`);
    return `<c r="${place}" s="2"><v>${local / DAY_MS + EPOCH_DAYS}</v></c>`;
  }
  return text(place, textOf(column, value, manner, clock), 0);
}

const text = (place: string, words: string, style: number): string =>
  `<c r="${place}" s="${style}" t="inlineStr"><is><t xml:space="preserve">${escaped(words.slice(0, LONGEST_TEXT))}</t></is></c>`;

/** A text in XML: without the signs XML cannot carry, and with `_x0041_` as the letters it is. */
const escaped = (words: string): string =>
  words
    .toWellFormed()
    .replace(/[\u0000-\u0008\u000b\u000c\u000e-\u001f\ufffe\uffff]/g, '')
    .replace(/_(?=x[0-9A-Fa-f]{4}_)/g, '_x005F_')
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll('"', '&quot;');

/** The letters of a column: A, Z, AA. */
function lettersOf(index: number): string {
  const last = String.fromCharCode(65 + (index % 26));
  return index < 26 ? last : lettersOf(Math.floor(index / 26) - 1) + last;
}
