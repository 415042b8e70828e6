import { userInfo } from 'node:os';
import { TenancyError } from '@madang/platform-tenancy';
import { readLine, type Line } from './arguments.js';
import { NotWell, UsageError, type Call } from './command.js';
import { commands } from './commands/index.js';
import { helpOf, overview, overviewOf } from './help.js';
import { Output } from './output.js';
import { Installation, isRefusal } from './installation.js';

/** Runs one command line. @returns the exit code: 0 done, 1 failed or not well, 2 not understood, 3 refused */
export async function runLine(
  words: readonly string[],
  outputOf: (json: boolean) => Output = (json) => new Output(json),
): Promise<number> {
  const aside = outputOf(words.includes('--json'));
  if (words.length === 0 || words[0] === 'help' || (words.length === 1 && /^(-h|--help)$/.test(words[0]!))) {
    const group = groupIn(words.slice(1));
    const line = words[0] === 'help' && words.length > 1 && !group ? attempt(words.slice(1), aside) : undefined;
    if (line === null) return 2;
    if (group) {
      aside.say(group);
      return 0;
    }
    aside.say(line ? helpOf(line.command) : overview(commands));
    return 0;
  }
  const group = words.some((word) => /^(-h|--help)$/.test(word)) ? groupIn(words) : undefined;
  if (group) {
    aside.say(group);
    return 0;
  }
  const line = attempt(words, aside);
  if (!line) return 2;
  const out = outputOf(line.json);
  if (line.help) {
    out.say(helpOf(line.command));
    return 0;
  }
  const installation = new Installation();
  try {
    out.result(await line.command.run(callOf(line, out, installation)));
    return 0;
  } catch (error) {
    if (error instanceof NotWell) {
      out.result(error.result);
      return 1;
    }
    return explain(error, out);
  } finally {
    await installation.close();
  }
}

/** What there is to say of a group of commands, where the line names nothing more than one. */
function groupIn(words: readonly string[]): string | undefined {
  const [name, more] = words.filter((word) => !word.startsWith('-'));
  return name && more === undefined ? overviewOf(name, commands) : undefined;
}

/** The line as understood; null after saying why it was not. */
function attempt(words: readonly string[], out: Output): Line | null {
  try {
    return readLine(words, commands);
  } catch (error) {
    if (!(error instanceof UsageError)) throw error;
    out.aside(error.message);
    return null;
  }
}

function callOf({ args, values }: Line, out: Output, installation: Installation): Call {
  return {
    args,
    out,
    actor: `cli:${process.env['MADANG_OPERATOR'] ?? userInfo().username}`,
    program: () => installation.program(),
    text: (name) => (typeof values[name] === 'string' ? values[name] : undefined),
    list: (name) => (Array.isArray(values[name]) ? values[name].map(String) : []),
    flag: (name) => values[name] === true,
  };
}

function explain(error: unknown, out: Output): number {
  const refused = error instanceof TenancyError || isRefusal(error);
  const { code, message, stack } = error as Error & { code?: string };
  out.result({ error: { code: code ?? 'failed', message } });
  if (error instanceof UsageError) {
    out.aside(message);
    return 2;
  }
  out.aside(refused || !process.env['MADANG_DEBUG'] ? message : (stack ?? message));
  if (!refused) out.aside('(MADANG_DEBUG=1 shows where this came from)');
  return refused ? 3 : 1;
}
