import type { ReactNode } from 'react';
import { Box } from '@mantine/core';

/** Around a table that may be wider than the screen: it is moved sideways by finger, wheel or, once focused, by arrows. */
export function WideTable(props: {
  /** What the table is called. */
  label: string;
  /** Px below which it is moved instead of pressed together. */
  minWidth: number;
  className?: string;
  children: ReactNode;
}): ReactNode {
  return (
    // `relative`: what is hidden from sight in a cell far to the right must not widen the page.
    <Box
      role="group"
      tabIndex={0}
      aria-label={props.label}
      className={props.className}
      pos="relative"
      style={{ overflowX: 'auto' }}
    >
      <Box miw={props.minWidth}>{props.children}</Box>
    </Box>
  );
}
