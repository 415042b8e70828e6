import { spawn, type ChildProcess } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';

const TICK_MS = 10; // Linux counts CPU time in hundredths of a second

interface Stat {
  parent: number;
  own: number;
  children: number;
}

function statOf(pid: number): Stat | undefined {
  try {
    const fields = readFileSync(`/proc/${pid}/stat`, 'utf8').split(') ')[1]!.split(' ');
    const at = (index: number): number => Number(fields[index]) * TICK_MS;
    return { parent: Number(fields[1]), own: at(11) + at(12), children: at(13) + at(14) };
  } catch {
    return undefined; // it has ended
  }
}

/** CPU time of a process so far, in ms. */
export const cpuOf = (pid: number): number => statOf(pid)?.own ?? 0;

/** The process that started another. */
export const parentOf = (pid: number): number => statOf(pid)?.parent ?? 0;

/** CPU time of a process and all its children so far, ended ones included, in ms. */
export function familyCpu(pid: number): number {
  const head = statOf(pid);
  let sum = (head?.own ?? 0) + (head?.children ?? 0);
  for (const name of readdirSync('/proc')) {
    const stat = /^\d+$/.test(name) ? statOf(Number(name)) : undefined;
    if (stat?.parent === pid) sum += stat.own;
  }
  return sum;
}

/** Resident memory of a process, in bytes. */
export function memoryOf(pid: number): number {
  const found = /VmRSS:\s+(\d+) kB/.exec(readFileSync(`/proc/${pid}/status`, 'utf8'));
  return Number(found?.[1] ?? 0) * 1024;
}

/** A program under measurement. */
export interface Child {
  pid: number;
  /** What it said after the word it is ready with. */
  said: string;
  /** CPU time until it was ready, in ms. */
  startCpu: number;
  /** Collects garbage, then gives the bytes of the heap in use. */
  heap(): Promise<number>;
  stop(): Promise<void>;
}

// On SIGUSR2 a child collects its garbage and tells its heap.
const PROBE = `data:text/javascript,${encodeURIComponent(
  `process.on('SIGUSR2', () => { gc(); gc(); process.stdout.write('\\nheap ' + process.memoryUsage().heapUsed + '\\n'); });`,
)}`;

/** Starts a program and waits until it writes a line that begins with `ready`. */
export async function startChild(
  file: string,
  env: Record<string, string>,
  options: { flags: readonly string[]; cwd: string; ready: RegExp; args?: readonly string[] },
): Promise<Child> {
  const child: ChildProcess = spawn(
    process.execPath,
    ['--expose-gc', ...options.flags, '--import', PROBE, file, ...(options.args ?? [])],
    { cwd: options.cwd, env: { ...process.env, ...env }, stdio: ['ignore', 'pipe', 'pipe'] },
  );
  const pid = child.pid!;
  let output = '';
  let hear: (() => void) | undefined;
  for (const stream of [child.stdout!, child.stderr!])
    stream.on('data', (text: Buffer) => {
      output = (output + text.toString()).slice(-100_000);
      hear?.();
    });
  if (process.env['BENCH_DEBUG']) child.stderr!.pipe(process.stderr);
  child.once('exit', () => hear?.());
  const heard = async (pattern: RegExp): Promise<RegExpExecArray> => {
    for (;;) {
      const found = pattern.exec(output);
      if (found) return found;
      if (child.exitCode !== null) throw new Error(`${file} ended:\n${output.slice(-3000)}`);
      await new Promise<void>((done) => (hear = done));
    }
  };
  const [, said = ''] = await heard(options.ready);
  return {
    pid,
    said,
    startCpu: cpuOf(pid),
    async heap() {
      output = '';
      process.kill(pid, 'SIGUSR2');
      return Number((await heard(/heap (\d+)\n/))[1]);
    },
    async stop() {
      if (child.exitCode !== null) return;
      const ended = new Promise((done) => child.once('exit', done));
      child.kill('SIGTERM');
      const timer = setTimeout(() => child.kill('SIGKILL'), 10_000);
      await ended;
      clearTimeout(timer);
    },
  };
}
