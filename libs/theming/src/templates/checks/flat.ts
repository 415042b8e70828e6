/** Stands in flattened HTML wherever a template writes a value. A private-use sign that no page contains. */
export const VALUE = '\ue010';

/** A template's HTML with its mustaches taken out, position for position, and the values that stood there. */
export interface FlatTemplate {
  /** Same length as the source: text as it is, {@link VALUE} for what is written, spaces for blocks and comments. */
  html: string;
  /** The mustache or partial at a position, for positions that hold {@link VALUE}. */
  valueAt(position: number): hbs.AST.Statement | undefined;
  lineAt(position: number): number;
}

type Children = { program?: hbs.AST.Program; inverse?: hbs.AST.Program };

/**
 * Flattens a parsed template. All branches of all blocks appear, one after the other, in source order. Built from the
 * parser's own places rather than by a second scanner, so the two cannot disagree about what is a mustache.
 */
export function flatten(source: string, program: hbs.AST.Program): FlatTemplate {
  const starts = lineStarts(source);
  const html = source.replace(/[^\n]/g, ' ').split('');
  const values: { start: number; end: number; node: hbs.AST.Statement }[] = [];
  const offset = ({ line, column }: hbs.AST.Position): number => (starts[line - 1] ?? 0) + column;
  const write = (at: number, text: string): void => {
    for (let index = 0; index < text.length; index++) html[at + index] = text[index] as string;
  };
  const walk = (nodes: hbs.AST.Statement[]): void => {
    for (const node of nodes) {
      const [start, end] = [offset(node.loc.start), offset(node.loc.end)];
      if (node.type === 'ContentStatement')
        write(start, (node as hbs.AST.ContentStatement).original as unknown as string);
      else if (node.type === 'MustacheStatement' || node.type === 'PartialStatement') {
        write(start, source.slice(start, end).replace(/[^\n]/g, VALUE));
        values.push({ start, end, node });
      } else {
        const { program: body, inverse } = node as Children;
        if (body) walk(body.body);
        if (inverse) walk(inverse.body);
      }
    }
  };
  walk(program.body);
  return {
    html: html.join(''),
    valueAt: (position) => values.find(({ start, end }) => position >= start && position < end)?.node,
    lineAt: (position) => lineOf(starts, position),
  };
}

function lineStarts(source: string): number[] {
  const starts = [0];
  for (let at = source.indexOf('\n'); at >= 0; at = source.indexOf('\n', at + 1)) starts.push(at + 1);
  return starts;
}

function lineOf(starts: number[], position: number): number {
  let line = starts.length;
  while (line > 1 && (starts[line - 1] as number) > position) line--;
  return line;
}
