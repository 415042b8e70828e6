import { performance, type EventLoopUtilization } from 'node:perf_hooks';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';

/** What the server did between two looks, in ms of its one thread and as a share of the time. */
export interface Looked {
  active: number;
  utilization: number;
}

/** How little is quiet, and how much work is worth a rest: the rest itself costs a fifth of a second. */
const QUIET = { utilization: 0.02, work: 5_000 };

/**
 * Gives memory back to the machine while nothing happens: after the start, and after each busy time once it is over.
 *
 * V8 keeps the room that a busy time took (32 MB of young generation, empty pages of the old one) until it needs room itself;
 * asked as if memory ran out, it collects all there is, shrinks, and lets go of code that nobody runs. That holds the one
 * thread for a fifth of a second, so it is asked only when a look finds the server quiet and enough was done since the last rest.
 */
export class Rest {
  private worked = 0;
  private timer: NodeJS.Timeout | undefined;
  private last: EventLoopUtilization | undefined;

  constructor(private readonly collect: () => void = collectAll) {}

  /** Rests at once, and from then on whenever it is quiet. */
  start(everyMs = 30_000): void {
    this.collect();
    this.last = performance.eventLoopUtilization();
    this.timer = setInterval(() => {
      const now = performance.eventLoopUtilization();
      this.look(performance.eventLoopUtilization(now, this.last));
      this.last = now;
    }, everyMs).unref();
  }

  /** Whether it rested after what was done since the last look. */
  look({ active, utilization }: Looked): boolean {
    this.worked += active;
    if (utilization > QUIET.utilization || this.worked < QUIET.work) return false;
    this.worked = 0;
    this.collect();
    return true;
  }

  stop(): void {
    clearInterval(this.timer);
  }
}

let gc: ((options: { type: string; execution: string; flavor: string }) => void) | undefined; // process-wide: of V8

function collectAll(): void {
  if (!gc) {
    setFlagsFromString('--expose-gc');
    gc = runInNewContext('gc') as typeof gc;
    setFlagsFromString('--no-expose-gc');
  }
  gc!({ type: 'major', execution: 'sync', flavor: 'last-resort' });
}
