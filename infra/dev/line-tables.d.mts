/** The table of a bundled file from its code and map. */
export function linesOf(code: string, map: { mappings: string; sources: readonly string[] }): Buffer;
/** Looks a place up, counted from 1: `file:line`, or nothing. */
export function readLines(bytes: Buffer, url: string): (row: number, column: number) => string | undefined;
