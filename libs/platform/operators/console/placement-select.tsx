import type { ReactNode } from 'react';
import { Select } from '@mantine/core';
import { operatorGraphql, useAsk, useT } from '@madang/console';

const Placements = operatorGraphql(`
  query OperatorNewPlacements {
    choices {
      placements
    }
  }
`);

/** Which database something new shall lie in; nothing where there is only one. */
export function PlacementSelect(props: { value: string; choose: (placement: string) => void }): ReactNode {
  const t = useT();
  const placements = useAsk(Placements).data?.choices.placements ?? [];
  if (placements.length < 2) return null;
  return (
    <Select
      label={t('operators.placement.where')}
      description={t('operators.placement.where.text')}
      data={placements}
      value={props.value}
      allowDeselect={false}
      onChange={(placement) => placement && props.choose(placement)}
    />
  );
}
