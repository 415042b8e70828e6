import { FormatRefusal } from '../errors.js';
import type { Place, RankedVote, Ranking } from '../ranked/profile.js';
import { textLines } from './text.js';

/** A candidate of a BLT file; some files give a party as a second quoted text. */
export interface BltOption {
  readonly name: string;
  readonly party?: string;
}

/** A BLT election, nothing dropped: comments and text after the title are kept as notes. */
export interface BltElection {
  readonly title: string;
  readonly seats: number;
  readonly options: readonly BltOption[];
  readonly withdrawn: readonly number[];
  readonly undeclared: readonly number[];
  /** Predetermined order for ties, if the file gives one. */
  readonly tieOrder?: readonly number[];
  readonly ballots: readonly Ranking[];
  readonly notes: readonly string[];
}

const FORMAT = 'BLT';
interface Token {
  readonly text: string;
  readonly line: number;
}

const refuse = (line: number, reason: string): never => {
  throw new FormatRefusal(FORMAT, line, reason);
};

const ALTERNATIVE = /^# ALTERNATIVE NAME (\d+): (.+)$/;

// Comments: "#" to the end of the line, and "/* … */" between tokens, also over several lines. The 2007 files of
// Glasgow give their names in comments only ("# ALTERNATIVE NAME 1: …"): those lines stay.
function strip(lines: readonly string[], notes: string[]): string[] {
  let inside = 0;
  const stripped = lines.map((line, i) => {
    if (inside === 0 && ALTERNATIVE.test(line)) return line;
    let out = '';
    let quoted = false;
    for (let at = 0; at < line.length; at++) {
      const two = line.slice(at, at + 2);
      if (inside === 0 && line[at] === '"') quoted = !quoted;
      if (!quoted && two === '/*') inside = inside || i + 1;
      else if (!quoted && inside === 0 && line[at] === '#' && (at === 0 || /\s/.test(line[at - 1]!))) {
        notes.push(line.slice(at + 1).trim());
        break;
      } else if (inside === 0) out += line[at];
      else if (two === '*/') inside = 0;
      else continue;
      if (!quoted && (two === '/*' || two === '*/')) at++;
    }
    return out;
  });
  if (inside > 0) refuse(inside, 'a comment is never closed');
  return stripped;
}

// Name lines: quoted parts (quotes doubled inside), or the whole line unquoted.
function quotedParts(text: string, line: number): string[] {
  const parts: string[] = [];
  let rest = text.trim();
  while (rest !== '') {
    const part = /^"((?:[^"]|"")*)"(?=\s|$)/.exec(rest);
    if (!part) return refuse(line, 'a quoted name that does not close, or text beside it');
    parts.push(part[1]!.replaceAll('""', '"').trim());
    rest = rest.slice(part[0].length).trim();
  }
  return parts;
}

const quotesIn = (line = ''): number => (line.match(/"(?:[^"]|"")*"/g) ?? []).length;

interface Header {
  withdrawn: number[];
  undeclared: number[];
  nicks: Map<string, number>;
  tie?: number[];
}

// The numbered names, in order and complete from 1 on.
function numbered(rows: readonly { content: string; line: number }[]): { content: string; line: number }[] {
  return rows.map(({ content, line }, i) => {
    const [, number, name] = ALTERNATIVE.exec(content)!;
    return Number(number) === i + 1
      ? { content: name!, line }
      : refuse(line, `name ${number} stands where ${i + 1} should be`);
  });
}

/**
 * Reads a BLT file (Hill, Wichmann, Woodall; OpenSTV and Droop extensions): quoted or unquoted names, `=` for equal
 * places, `-` for an empty place, `-n` for withdrawn candidates, `[tie …]`, `[nick …]`, `[withdrawn …]`,
 * `[undeclared …]`, ballot ids in brackets, `#` and C comments, byte order mark.
 * @throws FormatRefusal with line and reason; a file is read whole or not at all.
 */
export function readBlt(text: string): BltElection {
  const notes: string[] = [];
  const lines = strip(textLines(text), notes);
  let row = 0;
  let queue: Token[] = [];
  const next = (what: string): Token => {
    while (queue.length === 0) {
      if (row >= lines.length) return refuse(lines.length, `the file ends where ${what} should be`);
      const line = ++row;
      queue = (lines[line - 1]!.match(/\[[^\]]*\]|\([^)]*\)|\S+/g) ?? []).map((token) => ({ text: token, line }));
    }
    return queue.shift()!;
  };
  const whole = (token: Token, what: string): number => {
    if (!/^\d+$/.test(token.text) || !Number.isSafeInteger(Number(token.text)))
      refuse(token.line, `${what} must be a whole number, not "${token.text}"`);
    return Number(token.text);
  };
  const size = next('the number of candidates');
  const candidates = whole(size, 'the number of candidates');
  if (candidates < 1 || candidates > 100_000) refuse(size.line, `${candidates} candidates`);
  const seatToken = next('the number of seats');
  const seats = whole(seatToken, 'the number of seats');
  if (seats < 1) refuse(seatToken.line, 'there must be at least one seat');
  const header: Header = { withdrawn: [], undeclared: [], nicks: new Map() };
  const option = (name: string, line: number): number => {
    const number = header.nicks.get(name) ?? (/^\d+$/.test(name) ? Number(name) - 1 : -1);
    return number >= 0 && number < candidates
      ? number
      : refuse(line, `"${name}" is not one of ${candidates} candidates`);
  };

  let token = next('a ballot');
  for (; /^[-[]/.test(token.text); token = next('a ballot')) {
    if (token.text.startsWith('-')) header.withdrawn.push(option(token.text.slice(1), token.line));
    else readSetting(token);
  }
  const ballots: Ranking[] = [];
  for (; token.text !== '0'; token = next('a ballot or the final 0')) {
    if (/^\(.*\)$/.test(token.text)) token = next('the count of a ballot');
    const count = whole(token, 'the count of a ballot');
    const places: Place[] = [];
    const seen = new Set<number>();
    for (token = next('a place or 0'); token.text !== '0'; token = next('a place or 0')) {
      const { line } = token;
      if (token.text === '-') {
        places.push(null);
        continue;
      }
      const together = token.text.split('=').map((name) => option(name, line));
      for (const one of together)
        if (seen.size === seen.add(one).size) refuse(line, `candidate ${one + 1} twice on one ballot`);
      places.push(together.length === 1 ? together[0]! : together);
    }
    if (count === 0) refuse(token.line, 'a ballot with the count 0');
    ballots.push({ count, places });
  }
  if (queue.length > 0) refuse(row, 'text after the final 0 of the ballots');

  const given = lines.flatMap((content, i) => (i < row || content.trim() === '' ? [] : [{ content, line: i + 1 }]));
  const plain = given.filter(({ content }) => !ALTERNATIVE.test(content));
  const alternatives = given.filter(({ content }) => ALTERNATIVE.test(content));
  const named = plain.length > 1 || alternatives.length === 0 ? plain : [...numbered(alternatives), ...plain];
  if (named === plain) notes.push(...alternatives.map(({ content }) => content.slice(2)));
  // Some files (Tideman's) give all names on one line; elsewhere a second quoted text on a line is a party.
  const oneLine = named.length < candidates + 1 && quotesIn(named[0]?.content) >= candidates;
  const parts = oneLine
    ? named.flatMap(({ content, line }) =>
        (content.trim().startsWith('"') ? quotedParts(content, line) : [content.trim()]).map((name) => [name]),
      )
    : named.map(({ content, line }, i) => {
        if (i > candidates || !content.trim().startsWith('"')) return [content.trim()];
        return quotedParts(content, line);
      });
  if (parts.length < candidates + 1)
    refuse(lines.length, `${candidates} names and a title are needed, ${parts.length} found`);
  const options = parts.slice(0, candidates).map(([name, ...party], i): BltOption => {
    if (!name) return refuse(oneLine ? row + 1 : named[i]!.line, `candidate ${i + 1} has no name`);
    return party.length > 0 ? { name, party: party.join(' ') } : { name };
  });
  notes.push(...parts.slice(candidates + 1).map((part) => part.join(' ')));
  return {
    title: parts[candidates]!.join(' '),
    seats,
    options,
    withdrawn: header.withdrawn,
    undeclared: header.undeclared,
    ...(header.tie ? { tieOrder: header.tie } : {}),
    ballots,
    notes,
  };

  function readSetting({ text: setting, line }: Token): void {
    if (!setting.endsWith(']')) refuse(line, 'a setting that does not close with ]');
    const [name, ...words] = setting.slice(1, -1).trim().split(/\s+/);
    const listed = (): number[] => words.map((word) => option(word, line));
    const complete = (list: readonly unknown[]): void => {
      if (new Set(list).size !== candidates || list.length !== candidates)
        refuse(line, `[${name}] must name every candidate once`);
    };
    if (name === 'nick') {
      complete(words);
      words.forEach((word, i) => header.nicks.set(word, i));
    } else if (name === 'tie') complete((header.tie = listed()));
    else if (name === 'withdrawn') header.withdrawn.push(...listed());
    else if (name === 'undeclared') header.undeclared.push(...listed());
    else if (name === 'droop') notes.push(setting);
    else refuse(line, `unknown setting [${name}]`);
  }
}

/** Full name of an option: with its party where the file gives one, and its number where a name occurs twice. */
export function bltNames(election: BltElection): string[] {
  const names = election.options.map(({ name, party }) => (party ? `${name} (${party})` : name));
  const total = new Map<string, number>();
  for (const name of names) total.set(name, (total.get(name) ?? 0) + 1);
  return names.map((name, i) => (total.get(name)! > 1 ? `${name} #${i + 1}` : name));
}

/** The vote of a BLT election, ready to be counted. */
export function bltVote(election: BltElection): RankedVote {
  return { options: bltNames(election), ballots: election.ballots, withdrawn: election.withdrawn };
}

const quote = (text: string): string => `"${text.replaceAll('"', '""')}"`;

/** Writes a BLT file; `readBlt(writeBlt(e))` equals `e` except for notes, which are not written. */
export function writeBlt(election: Omit<BltElection, 'notes'>): string {
  const place = (at: Place): string =>
    at === null ? '-' : typeof at === 'number' ? String(at + 1) : at.map((option) => option + 1).join('=');
  const list = (name: string, options: readonly number[]): string[] =>
    options.length > 0 ? [`[${name} ${options.map((option) => option + 1).join(' ')}]`] : [];
  return [
    `${election.options.length} ${election.seats}`,
    ...(election.withdrawn.length > 0 ? [election.withdrawn.map((option) => `-${option + 1}`).join(' ')] : []),
    ...list('undeclared', election.undeclared),
    ...list('tie', election.tieOrder ?? []),
    ...election.ballots.map(({ count, places }) => [count, ...places.map(place), 0].join(' ')),
    '0',
    ...election.options.map(({ name, party }) => quote(name) + (party ? ` ${quote(party)}` : '')),
    quote(election.title),
    '',
  ].join('\n');
}
