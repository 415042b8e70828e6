import './site.css';
import type { ReactNode } from 'react';
import { Badge } from '@mantine/core';

const SIGNS = { ok: '●', wait: '◆', bad: '✕', plain: '' } as const;

/** A state in one word: a sign and a word beside the colour, which alone would tell too few people. */
export function Tag(props: { tone: keyof typeof SIGNS; children: ReactNode; role?: 'status' }): ReactNode {
  const sign = SIGNS[props.tone];
  return (
    <Badge variant="default" className={`site-tag site-tag-${props.tone}`} role={props.role}>
      {sign && <span aria-hidden="true">{sign} </span>}
      {props.children}
    </Badge>
  );
}
