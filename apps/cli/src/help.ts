import type { Command } from './command.js';

/** All commands by group. */
export function overview(commands: readonly Command[]): string {
  const widest = Math.max(...commands.map((command) => signature(command).length));
  const groups = Map.groupBy(commands, (command) => command.name.split(' ')[0]!);
  const lines = [...groups.values()].map((group) => linesOf(group, widest));
  return ['madang: what an operator does with an installation.', '', lines.join('\n\n'), '', ...closing].join('\n');
}

/** The commands of one group; undefined where there is none of that name. */
export function overviewOf(name: string, commands: readonly Command[]): string | undefined {
  const group = commands.filter((command) => command.name.startsWith(`${name} `));
  return group.length > 0 ? [linesOf(group), '', ...closing].join('\n') : undefined;
}

const closing = [
  'Every command takes --json (one JSON value on standard output) and --help.',
  'Exit codes: 0 done · 1 failed, or something is not well · 2 not understood · 3 refused.',
];

/** Commands with what they do, one a line. */
export const linesOf = (
  commands: readonly Command[],
  widest = Math.max(...commands.map((command) => signature(command).length)),
): string => commands.map((command) => `  ${signature(command).padEnd(widest)}  ${command.summary}`).join('\n');

const signature = ({ name, args }: Command): string => [name, ...(args ?? [])].join(' ');

/** How a command is written. */
export const usageOf = (command: Command): string =>
  `usage: madang ${[command.name, ...(command.args ?? []), ...(command.options ? ['[options]'] : [])].join(' ')}`;

/** One command with its options. */
export function helpOf(command: Command): string {
  const options = Object.entries(command.options ?? {}).map(
    ([name, option]) =>
      [
        `--${name}${option.value ? ` <${option.value}>` : ''}`,
        option.help + (option.many ? ' (may be repeated)' : ''),
      ] as const,
  );
  options.push(['--json', 'the result as JSON on standard output']);
  const widest = Math.max(...options.map(([name]) => name.length));
  return [
    `${command.summary}`,
    '',
    usageOf(command),
    '',
    ...options.map(([name, help]) => `  ${name.padEnd(widest)}  ${help}`),
    ...(command.notes ? ['', command.notes] : []),
  ].join('\n');
}
