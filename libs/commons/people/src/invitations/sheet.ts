import { isEmail } from 'class-validator';
import { parse } from 'csv-parse/sync';
import { invalid } from '@madang/kernel';

/** One line of a sheet of invitations, as it was written. */
export interface SheetRow {
  line: number;
  email: string;
  name: string;
  standing: string;
  role: string;
  space: string;
  locale: string;
}

/** What is wrong with a line; `code` is a key of the console: `people.invite.problem.<code>`. */
export interface SheetProblem {
  line: number;
  field: keyof Omit<SheetRow, 'line'>;
  code: string;
  value: string;
}

/** People one sheet may invite. */
export const SHEET_ROWS = 2000;

const HEADINGS: Record<string, keyof Omit<SheetRow, 'line'>> = {
  email: 'email',
  'e-mail': 'email',
  이메일: 'email',
  메일: 'email',
  name: 'name',
  이름: 'name',
  standing: 'standing',
  자격: 'standing',
  role: 'role',
  역할: 'role',
  space: 'space',
  공간: 'space',
  그룹: 'space',
  language: 'locale',
  언어: 'locale',
};
const STANDINGS: Record<string, string> = {
  '': 'member',
  member: 'member',
  멤버: 'member',
  회원: 'member',
  organiser: 'organiser',
  오거나이저: 'organiser',
  officer: 'officer',
  담당자: 'officer',
  administrator: 'administrator',
  관리자: 'administrator',
};

interface Parsed {
  record: string[];
  info: { lines: number };
}

/**
 * Reads a sheet: comma or tab between columns, headings in Korean or English in the first line; where
 * it has none, the first column is the address. @throws DomainError invalid when it is no sheet at all
 */
export function readSheet(text: string): SheetRow[] {
  let lines: Parsed[];
  try {
    lines = parse(text, {
      bom: true,
      delimiter: [',', '\t', ';'],
      relax_column_count: true,
      relax_quotes: true,
      skip_empty_lines: true,
      trim: true,
      info: true,
    }) as unknown as Parsed[];
  } catch {
    throw invalid('invalid_input', [{ field: 'csv', code: 'invalid' }]);
  }
  const head = lines[0]?.record.map((cell) => HEADINGS[cell.toLowerCase()]);
  const named = head?.includes('email') ?? false;
  const columns = named ? head! : (['email', 'name'] as const);
  const rows = named ? lines.slice(1) : lines;
  if (rows.length === 0) throw invalid('invalid_input', [{ field: 'csv', code: 'required' }]);
  if (rows.length > SHEET_ROWS)
    throw invalid('invalid_input', [{ field: 'csv', code: 'too_long', params: { limit: SHEET_ROWS } }]);
  return rows.map(({ record, info }) => {
    const cell = (name: string): string =>
      record[columns.findIndex((column) => column === name)]?.normalize('NFC') ?? '';
    return {
      line: info.lines,
      email: cell('email').toLowerCase(),
      name: cell('name'),
      standing: STANDINGS[cell('standing').toLowerCase()] ?? cell('standing'),
      role: cell('role'),
      space: cell('space'),
      locale: cell('locale').toLowerCase(),
    };
  });
}

/** What can be seen without asking the database: addresses, standings, lines that repeat. */
export function problemsIn(rows: readonly SheetRow[], locales: readonly string[]): SheetProblem[] {
  const first = new Map<string, number>();
  return rows.flatMap((row) => {
    const found: SheetProblem[] = [];
    const wrong = (field: SheetProblem['field'], code: string): void =>
      void found.push({ line: row.line, field, code, value: row[field].slice(0, 200) });
    if (!isEmail(row.email) || row.email.length > 200) wrong('email', row.email ? 'email' : 'required');
    else if (first.has(row.email)) wrong('email', 'duplicate');
    else first.set(row.email, row.line);
    if (!Object.values(STANDINGS).includes(row.standing)) wrong('standing', 'unknown_standing');
    if (row.name.length > 60) wrong('name', 'too_long');
    if (row.locale && !locales.includes(row.locale)) wrong('locale', 'unknown_language');
    return found;
  });
}
