import type { Slice } from '@madang/kernel';

/** A short list in one piece, as the only page of a file. */
export const whole = (nodes: object[]): Slice<object> => ({ nodes, cursors: [], hasNextPage: false });

/** The same rows with more to show of each. */
export const shown = <T extends object>(page: Slice<T>, more: (row: T) => object): Slice<object> => ({
  ...page,
  nodes: page.nodes.map((row) => ({ ...row, ...more(row) })),
});
