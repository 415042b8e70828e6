import { CountingRefusal } from '../errors.js';
import { seededDraw, shuffled } from '../ties/seed.js';
import type { FairChances } from './leximin.js';
import type { LotRequest } from './pool.js';

/** A lottery over equally likely panels that can be published before the draw. */
export interface PanelLottery {
  readonly seed: string;
  /** Ids of each panel; panel 0 has the ticket number 0. */
  readonly panels: readonly (readonly string[])[];
  /** Chance of each person in this lottery, in the order of the pool. */
  readonly probabilities: readonly number[];
  /** Largest difference between these chances and the fair ones. */
  readonly deviation: number;
}

// Whole tickets for each panel: largest remainders first, then single tickets are moved while the people's chances
// come closer to the fair ones.
function tickets(chances: FairChances, total: number): number[] {
  const { shares, panels, types } = chances;
  const counts = shares.map((share) => Math.floor(share * total));
  const rest = shares
    .map((share, i) => ({ i, part: share * total - counts[i]! }))
    .sort((a, b) => b.part - a.part || a.i - b.i);
  const left = total - counts.reduce((sum, n) => sum + n, 0);
  for (const { i } of rest.slice(0, left)) counts[i]! += 1;
  const size = types.members.map((people) => people.length);
  const away = size.map((people, t) =>
    panels.reduce((sum, panel, i) => sum + ((counts[i]! / total - shares[i]!) * panel[t]!) / people, 0),
  );
  const effect = (from: number, to: number): number => {
    let change = 0;
    for (let t = 0; t < size.length; t++) {
      const step = (panels[to]![t]! - panels[from]![t]!) / (size[t]! * total);
      if (step !== 0) change += size[t]! * step * (2 * away[t]! + step);
    }
    return change;
  };
  for (let round = 0; round < 200; round++) {
    let best = -1e-15;
    let move: [number, number] | undefined;
    for (let from = 0; from < counts.length; from++) {
      if (counts[from] === 0) continue;
      for (let to = 0; to < counts.length; to++) {
        const change = from === to ? 0 : effect(from, to);
        if (change < best) {
          best = change;
          move = [from, to];
        }
      }
    }
    if (!move) break;
    const [from, to] = move;
    counts[from]! -= 1;
    counts[to]! += 1;
    for (let t = 0; t < size.length; t++) away[t]! += (panels[to]![t]! - panels[from]![t]!) / (size[t]! * total);
  }
  return counts;
}

/**
 * Turns fair chances into `total` (default 1,000) panels of which one is drawn by dice or public randomness. Every panel
 * meets the quotas; the seats of equal people go round among them, so their chances differ by one ticket at most.
 */
export function panelLottery(request: LotRequest, chances: FairChances, seed: string, total = 1000): PanelLottery {
  if (!Number.isInteger(total) || total < 1)
    throw new CountingRefusal('the number of panels must be a whole number > 0');
  const draw = seededDraw(seed);
  const { members } = chances.types;
  const queue = members.map((people) => shuffled(people, draw));
  const turn = members.map(() => 0);
  const counts = tickets(chances, total);
  const order = shuffled(
    counts.flatMap((n, i) => new Array<number>(n).fill(i)),
    draw,
  );
  const seen = new Array<number>(request.pool.length).fill(0);
  const panels = order.map((i) => {
    const people: number[] = [];
    chances.panels[i]!.forEach((seats, t) => {
      for (let s = 0; s < seats; s++) people.push(queue[t]![turn[t]!++ % queue[t]!.length]!);
    });
    for (const person of people) seen[person]! += 1;
    return people.sort((a, b) => a - b).map((person) => request.pool[person]!.id);
  });
  const probabilities = seen.map((n) => n / total);
  const deviation = probabilities.reduce(
    (most, p, person) => Math.max(most, Math.abs(p - chances.probabilities[person]!)),
    0,
  );
  return { seed, panels, probabilities, deviation };
}

/** The panel that a public number draws: the number itself, or any published text through SHA-256. */
export function drawPanel(
  lottery: PanelLottery,
  publicNumber: number | string,
): { ticket: number; panel: readonly string[] } {
  const total = lottery.panels.length;
  const ticket = typeof publicNumber === 'number' ? publicNumber : seededDraw(publicNumber).below(total);
  const panel = lottery.panels[ticket];
  if (!panel) throw new CountingRefusal(`ticket ${ticket} is not one of 0 to ${total - 1}`);
  return { ticket, panel };
}
