import { parseArgs } from 'node:util';
import { UsageError, type Command } from './command.js';
import { linesOf, usageOf } from './help.js';

/** A command line, understood. */
export interface Line {
  command: Command;
  args: Record<string, string>;
  values: Record<string, string | boolean | string[] | boolean[] | undefined>;
  json: boolean;
  help: boolean;
}

/** Options that every command has. */
const EVERYWHERE = { json: { type: 'boolean' }, help: { type: 'boolean', short: 'h' } } as const;

/** Finds the command that the first words name; the longest name wins. */
export function findCommand(words: readonly string[], commands: readonly Command[]): Command | undefined {
  const named = (count: number): Command | undefined =>
    commands.find((command) => command.name === words.slice(0, count).join(' '));
  return named(2) ?? named(1);
}

/**
 * Reads a command line.
 * @throws UsageError that names the word it could not understand and the nearest that it could
 */
export function readLine(words: readonly string[], commands: readonly Command[]): Line {
  const plain = words.filter((word) => !word.startsWith('-'));
  const command = findCommand(plain, commands);
  if (!command) throw new UsageError(unknownCommand(plain, commands));
  const options = Object.entries(command.options ?? {}).map(([name, option]) => [
    name,
    { type: option.value ? ('string' as const) : ('boolean' as const), ...(option.many ? { multiple: true } : {}) },
  ]);
  let parsed: { values: Line['values']; positionals: string[] };
  try {
    parsed = parseArgs({
      args: [...words],
      options: { ...(Object.fromEntries(options) as object), ...EVERYWHERE },
      allowPositionals: true,
      strict: true,
    });
  } catch (error) {
    throw new UsageError(`${(error as Error).message.split('. ')[0]}.\n${usageOf(command)}`);
  }
  const given = parsed.positionals.slice(command.name.split(' ').length);
  const help = parsed.values['help'] === true;
  const args = Object.fromEntries((command.args ?? []).map((arg, at) => [arg.slice(1, -1), given[at] ?? '']));
  const absent = (command.args ?? []).find((arg, at) => arg.startsWith('<') && !given[at]);
  if (!help && absent) throw new UsageError(`${absent} is missing.\n${usageOf(command)}`);
  if (!help && given.length > (command.args ?? []).length)
    throw new UsageError(`"${given[(command.args ?? []).length]}" is one word too many.\n${usageOf(command)}`);
  return { command, args, values: parsed.values, json: parsed.values['json'] === true, help };
}

function unknownCommand(words: readonly string[], commands: readonly Command[]): string {
  const said = words.slice(0, 2).join(' ');
  const group = commands.filter((command) => command.name.startsWith(`${words[0]} `));
  if (group.length > 0) return `There is no command "${said}". There are:\n${linesOf(group)}`;
  return `There is no command "${said}". \`madang help\` lists them all.`;
}
