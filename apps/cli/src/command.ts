import type { Program } from '@madang/server';
import type { Output } from './output.js';

/** An option of a command; a `flag` has no value. */
export interface Option {
  /** Shown for the value, such as `slug`; absent for a flag. */
  value?: string;
  help: string;
  /** May be given several times. */
  many?: boolean;
}

/** What a command gets to work with. */
export interface Call {
  /** Positional arguments by name. */
  args: Record<string, string>;
  /** Options as given. */
  text(name: string): string | undefined;
  list(name: string): string[];
  flag(name: string): boolean;
  out: Output;
  /** Opens the installation on first use; closed when the command ends. */
  program(): Promise<Program>;
  /** The account that acts, as the audit names it. */
  actor: string;
}

/** A command of `madang`. What `run` returns is printed with `--json`; a number under `exit` becomes the exit code. */
export interface Command {
  /** `tenant create`: one or two words. */
  name: string;
  summary: string;
  /** `<slug>` must be given, `[file]` may be. */
  args?: string[];
  options?: Record<string, Option>;
  /** More to say in the help, such as examples. */
  notes?: string;
  run(call: Call): Promise<unknown>;
}

/** A command line that cannot be understood; the message says how it should look. Exit code 2. */
export class UsageError extends Error {}

/** The command worked and found something that is not well. Exit code 1, the result is printed all the same. */
export class NotWell extends Error {
  constructor(readonly result: unknown) {
    super('not well');
  }
}
