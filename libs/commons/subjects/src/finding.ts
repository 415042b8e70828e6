/** A set that holds what is looked for, read by an index of its own in the order of that index. */
export interface FoundSet {
  name: string;
  /** Rows `s` of it with these columns, no more than so many. */
  from: (columns: string, most: number) => string;
  /** With fewer rows than this all are taken and put in order; {@link FEW} where it is not said. */
  most?: number;
}

/** What a page of a list is looked for by; all of it SQL about a row `s` of subjects. */
export interface Looked {
  columns: string;
  order: string;
  /** Condition that begins the page after a cursor, or `true`. */
  beyond: string;
  /** What every row has to be. */
  condition: string;
  /** A table the order needs beside `s`. */
  join?: string;
  /** How many rows there is room for. */
  room: number;
  /** Rows in their order by an index of it, as far as the limit. */
  walk: (gate: string, condition: string, limit: number) => string;
  sets: readonly FoundSet[];
  /** Words it has: a condition that the index of words answers, and what decides of those that it finds. */
  words?: { indexed: string; text: string };
}

export interface FindingLimits {
  /** Sets of fewer rows are put in order; of larger ones the order's index is walked until a page is full. */
  few: number;
  /** So many rows are looked at for words in the order of the list before it is decided whether they are frequent. */
  near: number;
  /** And so many where they are: fewer than the index of words would give. */
  far: number;
  /** SQL of how many items there are, roughly: among few the index of words has little to give, and is asked at once. */
  size: string;
}

export const FINDING: FindingLimits = {
  few: 1000,
  near: 400,
  far: 4000,
  size: `(SELECT known.reltuples FROM pg_class known WHERE known.oid = 'subjects'::regclass)`,
};

/** One in so many has a word that is frequent. */
const FREQUENT = 100;
/** Of so many times as many items as are looked at, looking is cheaper than the index. */
const MUCH = 5;

/** Sizes of pages that statements are written for. */
const ROOMS = [21, 26, 51, 101];

/** Room for so many rows: a number in the text, because the planner takes an unknown limit for a tenth of all there is. */
export const roomFor = (rows: number): number => ROOMS.find((room) => room >= rows) ?? rows;

/**
 * A condition that the planner takes for true of every second row, whatever it asks. It must neither think that an index were
 * walked in vain, nor make another plan for another value.
 */
export const asked = (condition: string): string => `CASE WHEN ${condition} THEN true ELSE false END`;

/**
 * Statement that gives the ids of a page, as many as there is room for: from the smallest set if it is small, else by walking the
 * index of the order; words are looked for along that walk first, and by their own index when it shows that they are seldom. Which way
 * is gone shows when the statement runs, so that one plan is right for all values.
 */
export function findIds(looked: Looked, { few, near, far, size }: FindingLimits = FINDING): string {
  const { columns, order, beyond, condition, join = '', room, walk, sets, words } = looked;
  const all = words ? `${condition} AND ${words.indexed} AND ${words.text}` : condition;
  const take = (rows: string, gate = 'true', what = all): string =>
    `(SELECT s.id FROM (${rows}) s ${join} WHERE ${gate} AND ${beyond} AND ${asked(what)} ORDER BY ${order} LIMIT ${room})`;
  const ctes: string[] = [];
  const ways: string[] = [];
  let gate = 'true';
  if (sets.length > 0) {
    const most = (set: FoundSet): number => Math.min(few, set.most ?? few);
    const names = sets.map(({ name }) => name);
    const sized = (set: FoundSet): string =>
      `nullif((SELECT count(*) FROM (SELECT FROM ${set.from('1', most(set))} s LIMIT ${most(set)}) n), ${most(set)}) AS ${set.name}`;
    const chosen = (name: string): string => `(SELECT way FROM chosen) = '${name}'`;
    ctes.push(
      `sizes AS MATERIALIZED (SELECT ${sets.map(sized).join(', ')})`,
      `chosen AS MATERIALIZED (SELECT CASE least(${names.join(', ')}) ${names.map((name) => `WHEN ${name} THEN '${name}'`).join(' ')} ELSE 'walk' END AS way FROM sizes)`,
    );
    ways.push(
      take(
        sets
          .map((set) => `SELECT s.* FROM ${set.from(columns, most(set))} s WHERE ${chosen(set.name)}`)
          .join(' UNION ALL '),
      ),
    );
    gate = chosen('walk');
  }
  if (!words) ways.push(`(SELECT s.id FROM (${walk(gate, asked(condition), room)}) s)`);
  else {
    const along = (name: string, when: string, rows: number): string =>
      `${name} AS MATERIALIZED (SELECT s.id FROM (${walk(when, 'true', rows)}) s ${join} WHERE ${asked(all)} ORDER BY ${order} LIMIT ${room})`;
    const found = (name: string): string => `(SELECT count(*) FROM ${name})`;
    const frequent = `${found('near')} BETWEEN ${Math.ceil(near / FREQUENT)} AND ${room - 1}`;
    ctes.push(
      along('near', `${gate} AND ${size} > ${near * MUCH}`, near),
      along('far', `${gate} AND ${frequent} AND ${size} > ${far * MUCH}`, far),
    );
    ways.push(
      `(SELECT id FROM near WHERE ${found('near')} = ${room})`,
      `(SELECT id FROM far WHERE ${found('far')} = ${room})`,
      take(
        `SELECT ${columns} FROM subjects s WHERE ${words.indexed} OFFSET 0`,
        `${gate} AND ${found('near')} < ${room} AND ${found('far')} < ${room}`,
        `${condition} AND ${words.text}`,
      ),
    );
  }
  return `${ctes.length > 0 ? `WITH ${ctes.join(', ')} ` : ''}SELECT id FROM (${ways.join(' UNION ALL ')}) found LIMIT ${room}`;
}
