import { sha256, utf8 } from '../ties/sha256.js';
import { firstDistinct, groupClusters, kMeans, smoothK, type Cluster, type KMemory } from './clusters.js';
import {
  groupAwareConsensus,
  groupAwareDisagreement,
  overallConsensus,
  priority,
  representative,
  type GroupVotes,
  type Representative,
} from './group-measures.js';
import { principalDirections, project, projectStatements, scatter, type Point, type Principal } from './principal.js';
import { adjustedRand, subsamples, wilson } from './uncertainty.js';
import { centerOf, voteTable, type Conversation, type VoteTable } from './votes.js';

/** Version of the method: a report is recomputed by the version that made it. */
export const OPINION_VERSION = 1;

/** Settings of a map; all of them stand in the report. */
export interface OpinionSettings {
  /** Votes that a participant needs to be grouped, default 7 (fewer where there are fewer statements). */
  readonly minVotes?: number;
  /** People that are grouped at least, the most active first, default 15. */
  readonly minPeople?: number;
  /** Base clusters at most, default 100. */
  readonly baseClusters?: number;
  /** A certain number of groups instead of the best silhouette. */
  readonly groups?: number;
  /** Seed of the stability check. */
  readonly seed?: string;
  /** Parts (80 % of the people) on which the grouping is repeated, default 0: no check. */
  readonly stabilityRuns?: number;
}

/** What an earlier map hands on: who was in, the directions, base centres, and the memory of k. */
export interface OpinionMemory {
  readonly grouped: readonly string[];
  readonly components: readonly (readonly number[])[];
  readonly baseCenters: readonly Point[];
  readonly k: KMemory;
}

/** One opinion group. */
export interface OpinionGroup {
  readonly id: number;
  readonly members: readonly string[];
  readonly center: Point;
  readonly votes: GroupVotes;
  readonly representative: readonly Representative[];
  /** 90 % interval of the share that agrees, by statement (Wilson). */
  readonly agreeInterval: readonly (readonly [number, number])[];
}

/** The map of a conversation. Lists by statement follow `statements`. */
export interface OpinionMap {
  readonly version: number;
  readonly settings: OpinionSettings;
  /** SHA-256 of statements and votes, so that a report can be tied to what it was computed from. Absent between updates. */
  readonly inputs?: string;
  readonly statements: readonly string[];
  readonly participants: readonly string[];
  readonly points: readonly Point[];
  readonly principal: Principal;
  readonly extremity: readonly number[];
  readonly grouped: readonly string[];
  readonly groups: readonly OpinionGroup[];
  readonly silhouettes: Readonly<Record<number, number>>;
  readonly consensus: readonly number[];
  readonly dissent: {
    readonly product: readonly number[];
    readonly leastAgree: readonly number[];
    readonly leastDisagree: readonly number[];
  };
  readonly overall: { readonly agree: readonly Representative[]; readonly disagree: readonly Representative[] };
  readonly priorities: readonly number[];
  /** Mean adjusted Rand index between this grouping and those of the parts; near 1 = the groups would come again. */
  readonly stability?: number;
  /** What this map started from, if anything, and what it hands on to the next. */
  readonly before?: OpinionMemory;
  readonly memory: OpinionMemory;
}

/** Counts the votes of some participants on every statement. Votes on silent statements are counted too. */
export function votesOf(table: VoteTable, people: readonly number[]): GroupVotes {
  const n = table.statements.length;
  const [agree, disagree, seen] = [
    new Array<number>(n).fill(0),
    new Array<number>(n).fill(0),
    new Array<number>(n).fill(0),
  ];
  for (const person of people) {
    const columns = table.columns[person]!;
    const values = table.values[person]!;
    for (let i = 0; i < columns.length; i++) {
      seen[columns[i]!]! += 1;
      if (values[i] === -1) agree[columns[i]!]! += 1;
      else if (values[i] === 1) disagree[columns[i]!]! += 1;
    }
  }
  return { members: people.length, agree, disagree, seen };
}

/** Who is grouped: enough votes, or in before (sticky); filled up with the most active. */
export function groupedPeople(table: VoteTable, settings: OpinionSettings, before: readonly string[] = []): number[] {
  const least = Math.min(settings.minVotes ?? 7, table.statements.length);
  const sticky = new Set(before);
  const inside = new Set<number>();
  table.participants.forEach((id, person) => {
    if (sticky.has(id) || table.columns[person]!.length >= least) inside.add(person);
  });
  const wanted = settings.minPeople ?? 15;
  if (inside.size < wanted) {
    const active = table.participants.map((_, person) => person);
    active.sort((a, b) => table.columns[b]!.length - table.columns[a]!.length || a - b);
    for (const person of active) if (inside.size < wanted) inside.add(person);
  }
  return [...inside].sort((a, b) => a - b);
}

/** Base clusters of the grouped people, and groups of those. */
export function groupPeople(
  points: readonly Point[],
  people: readonly number[],
  settings: OpinionSettings,
  memory?: OpinionMemory,
): { groups: Cluster[]; base: Cluster[]; silhouettes: Readonly<Record<number, number>>; k: KMemory } {
  const own = people.map((person) => points[person]!);
  const most = settings.baseClusters ?? 100;
  const start = memory && memory.baseCenters.length > 0 ? memory.baseCenters : firstDistinct(own, most);
  const base = own.length <= most ? own.map((center, i) => ({ members: [i], center })) : kMeans(own, start, 20);
  const centers = base.map(({ center }) => center);
  const sizes = base.map(({ members }) => members.length);
  let grouping = groupClusters(centers, sizes, settings.groups);
  const k = smoothK(memory?.k, grouping.k);
  if (settings.groups === undefined && k.k !== grouping.k && k.k > 0)
    grouping = { ...groupClusters(centers, sizes, k.k), silhouettes: grouping.silhouettes };
  const groups = grouping.clusters.map(({ members, center }) => ({
    members: members.flatMap((cluster) => base[cluster]!.members.map((i) => people[i]!)).sort((a, b) => a - b),
    center,
  }));
  return { groups, base, silhouettes: grouping.silhouettes, k };
}

/** Draws the map of a table around known directions; `mapOpinions` and the updated map share it. */
export function mapTable(
  table: VoteTable,
  principal: Principal,
  settings: OpinionSettings,
  inputs?: string,
  memory?: OpinionMemory,
): OpinionMap {
  const points = project(table, principal);
  const people = groupedPeople(table, settings, memory?.grouped);
  const { groups, base, silhouettes, k } = groupPeople(points, people, settings, memory);
  const { extremity } = projectStatements(principal);
  const out = (statement: number): boolean => table.statements[statement]!.moderated === -1;
  const votes = groups.map(({ members }) => votesOf(table, members));
  const counted = groups.map(({ members, center }, id): OpinionGroup => {
    const own = votes[id]!;
    return {
      id,
      members: members.map((person) => table.participants[person]!),
      center,
      votes: own,
      representative: representative(votes, id, out),
      agreeInterval: own.agree.map((agree, s) => wilson(agree, own.seen[s]!)),
    };
  });
  const all = votesOf(
    table,
    table.participants.map((_, person) => person),
  );
  const everyone = votesOf(table, people);
  const stability = stabilityOf(points, people, groups, settings);
  return {
    version: OPINION_VERSION,
    settings,
    ...(inputs === undefined ? {} : { inputs }),
    statements: table.statements.map(({ id }) => id),
    participants: table.participants,
    points,
    principal,
    extremity,
    grouped: people.map((person) => table.participants[person]!),
    groups: counted,
    silhouettes,
    consensus: groupAwareConsensus(votes),
    dissent: groupAwareDisagreement(votes),
    overall: overallConsensus(all, out),
    priorities: table.statements.map(({ meta }, s) =>
      priority(everyone.agree[s]!, everyone.disagree[s]!, everyone.seen[s]!, extremity[s]!, meta),
    ),
    ...(stability === undefined ? {} : { stability }),
    ...(memory === undefined ? {} : { before: memory }),
    memory: {
      grouped: people.map((person) => table.participants[person]!),
      components: principal.components.map((component) => [...component]),
      baseCenters: people.length > (settings.baseClusters ?? 100) ? base.map(({ center }) => center) : [],
      k,
    },
  };
}

function stabilityOf(
  points: readonly Point[],
  people: readonly number[],
  groups: readonly Cluster[],
  settings: OpinionSettings,
): number | undefined {
  const runs = settings.stabilityRuns ?? 0;
  if (runs === 0 || people.length < 10 || groups.length === 0) return undefined;
  const label = new Map(groups.flatMap(({ members }, id) => members.map((person) => [person, id] as const)));
  const parts = subsamples(people.length, runs, 0.8, settings.seed ?? 'opinion map');
  const scores = parts.map((part) => {
    const some = part.map((i) => people[i]!);
    const again = groupPeople(points, some, { ...settings, groups: groups.length });
    const pairs = again.groups.flatMap(({ members }, id) => members.map((person) => [label.get(person)!, id] as const));
    return adjustedRand(
      pairs.map(([a]) => a),
      pairs.map(([, b]) => b),
    );
  });
  return scores.reduce((sum, score) => sum + score, 0) / runs;
}

/** Fingerprint of a conversation: the statements and the votes that count, whatever order they came in. */
export function fingerprint(table: VoteTable): string {
  const head = utf8(JSON.stringify(table.statements));
  const order = table.participants.map((id, person) => ({ id, person })).sort((a, b) => (a.id < b.id ? -1 : 1));
  const names = order.map(({ id }) => utf8(JSON.stringify(id)));
  const votes = table.columns.reduce((sum, { length }) => sum + length, 0);
  const bytes = new Uint8Array(head.length + names.reduce((sum, { length }) => sum + length + 1, 0) + 4 * votes);
  let at = 0;
  const write = (part: Uint8Array): void => {
    bytes.set(part, at);
    at += part.length;
  };
  write(head);
  order.forEach(({ person }, i) => {
    write(names[i]!);
    const columns = table.columns[person]!;
    const values = table.values[person]!;
    for (let v = 0; v < columns.length; v++) {
      const column = columns[v]!;
      bytes[at++] = column >> 16;
      bytes[at++] = column >> 8;
      bytes[at++] = column;
      bytes[at++] = values[v]! + 1;
    }
    bytes[at++] = 0xff;
  });
  return [...sha256(bytes)].map((byte) => byte.toString(16).padStart(2, '0')).join('');
}

/**
 * Draws the opinion map of a conversation as Polis does (math/src/polismath/math/{pca,clusters,repness}.clj):
 * projection, base clusters, groups, group-aware consensus, representativeness, priorities; and beyond it intervals,
 * a stability check from a fixed seed, and the disagree side. With the same conversation, settings and memory the
 * result is the same, to the bit.
 * @throws CountingRefusal for votes that are not 1, 0, -1 or on unknown statements.
 */
export function mapOpinions(
  conversation: Conversation,
  settings: OpinionSettings = {},
  memory?: OpinionMemory,
): OpinionMap {
  const table = voteTable(conversation);
  const center = centerOf(table);
  const near = memory?.components.map((component) => Float64Array.from(component));
  const usable = near?.every((component) => component.length === center.length) ? near : undefined;
  const components = principalDirections(scatter(table, center), center.length, usable);
  return mapTable(table, { center, components }, settings, fingerprint(table), memory);
}
