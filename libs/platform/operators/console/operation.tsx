import type { ReactNode } from 'react';
import { Screen, useParams, useT } from '@madang/console';
import { StepLog } from './step-log.js';

/** One operation. */
export function Panel(): ReactNode {
  const t = useT();
  const { id = '' } = useParams();
  return (
    <Screen
      title={t('operators.operation')}
      back={{ to: '/operations', label: t('operators.operations') }}
      width="narrow"
    >
      <StepLog id={id} />
    </Screen>
  );
}
