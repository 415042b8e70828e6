import { CountingRefusal } from '../errors.js';

/** A statement of a conversation. `moderated` -1: taken out by moderators; `meta`: about the conversation itself. */
export interface Statement {
  readonly id: string;
  readonly moderated?: -1 | 0 | 1;
  readonly meta?: boolean;
}

/** One vote: 1 agree, -1 disagree, 0 pass. The last vote of a participant on a statement counts. */
export interface OpinionVote {
  readonly participant: string;
  readonly statement: string;
  readonly vote: 1 | 0 | -1;
}

/** A conversation: statements in their order (it breaks ties), votes in the order in which they were given. */
export interface Conversation {
  readonly statements: readonly Statement[];
  readonly votes: readonly OpinionVote[];
}

/**
 * Votes by participant. Inside, as in Polis, agree is -1, disagree +1 and pass 0, so coordinates can be compared.
 * Moderated-out and meta statements are `silent`: they stay in the lists but carry the value 0 for everyone.
 */
export interface VoteTable {
  readonly statements: readonly Statement[];
  readonly participants: string[];
  /** Statement numbers and inside values of each participant, side by side, sorted by statement. */
  readonly columns: Int32Array[];
  readonly values: Int8Array[];
  readonly silent: readonly boolean[];
  readonly silentCount: number;
  /** Sum and number of votes by statement. */
  readonly sums: Float64Array;
  readonly counts: Float64Array;
}

const index = (statements: readonly Statement[]): Map<string, number> => {
  const numbers = new Map(statements.map(({ id }, i) => [id, i]));
  if (numbers.size !== statements.length) throw new CountingRefusal('a statement is listed twice');
  return numbers;
};

/** Builds the table of a conversation. @throws CountingRefusal for a vote that is not 1, 0, -1 or on no statement. */
export function voteTable({ statements, votes }: Conversation): VoteTable {
  const numbers = index(statements);
  const people = new Map<string, number>();
  const given: number[][] = [];
  for (const { participant, statement, vote } of votes) {
    const column = numbers.get(statement);
    if (column === undefined) throw new CountingRefusal(`vote on the unknown statement ${statement}`);
    if (vote !== 1 && vote !== 0 && vote !== -1) throw new CountingRefusal(`vote ${String(vote)} is not 1, 0 or -1`);
    let person = people.get(participant);
    if (person === undefined) {
      person = people.size;
      people.set(participant, person);
      given.push([]);
    }
    // Statement and inside value in one number; the order of the votes is kept.
    given[person]!.push(column * 4 + (1 - vote));
  }
  const silent = statements.map(({ moderated, meta }) => moderated === -1 || meta === true);
  const sums = new Float64Array(statements.length);
  const counts = new Float64Array(statements.length);
  const last = new Int8Array(statements.length);
  const columns: Int32Array[] = [];
  const values: Int8Array[] = [];
  for (const list of given) {
    for (const entry of list) last[entry >> 2] = (entry & 3) - 1;
    const own = Int32Array.from(list, (entry) => entry >> 2).sort();
    let used = 0;
    for (let i = 0; i < own.length; i++) if (i === 0 || own[i] !== own[i - 1]) own[used++] = own[i]!;
    const distinct = own.subarray(0, used);
    columns.push(distinct);
    values.push(Int8Array.from(distinct, (column) => last[column]!));
    for (const column of distinct) {
      sums[column]! += last[column]!;
      counts[column]! += 1;
    }
  }
  const silentCount = silent.filter(Boolean).length;
  return { statements, participants: [...people.keys()], columns, values, silent, silentCount, sums, counts };
}

/** Column means of the votes given; 0 for silent statements and for those without a vote. */
export function centerOf({ sums, counts, silent }: VoteTable): Float64Array {
  return sums.map((sum, column) => (silent[column] || counts[column] === 0 ? 0 : sum / counts[column]!));
}
