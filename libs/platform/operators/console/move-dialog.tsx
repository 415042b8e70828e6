import { useState, type ReactNode } from 'react';
import { Button, Group, Paper, Select, Text } from '@mantine/core';
import { operatorGraphql, TroubleNotice, TypeToConfirm, useAct, useAsk, useMay, useT } from '@madang/console';

const Placements = operatorGraphql(`
  query OperatorPlacements {
    choices {
      placements
    }
  }
`);
const Move = operatorGraphql(`
  mutation OperatorMove($slug: String!, $to: String!) {
    moveTenant(slug: $slug, to: $to)
  }
`);
const Stop = operatorGraphql(`
  mutation OperatorStopMove($slug: String!) {
    stopMove(slug: $slug) {
      placement
      movingTo
    }
  }
`);

interface Moving {
  slug: string;
  placement: string;
  movingTo: string | null;
}

/** Opens the dialog, where there is another database to go to. */
export function MoveButton({ tenant, open }: { tenant: Moving; open: () => void }): ReactNode {
  const t = useT();
  const may = useMay();
  const placements = useAsk(Placements).data?.choices.placements;
  if (!placements?.some((name) => name !== tenant.placement)) return null;
  return (
    <Button variant="default" disabled={!may('move', 'Tenant') || tenant.movingTo !== null} onClick={open}>
      {t('operators.tenant.move')}
    </Button>
  );
}

/** Moves an organisation to another database: where to, what people will notice, and the name typed. */
export function MoveDialog(props: {
  tenant: Moving & { figures: { databaseBytes: number } };
  opened: boolean;
  close: () => void;
  started: (operation: string) => void;
}): ReactNode {
  const { tenant, opened, close, started } = props;
  const t = useT();
  const act = useAct(Move, { quiet: true, refresh: ['OperatorOperations'] });
  const others = (useAsk(Placements).data?.choices.placements ?? []).filter((name) => name !== tenant.placement);
  const [chosen, setChosen] = useState<string | null>(null);
  const to = chosen ?? others[0] ?? null;
  return (
    <TypeToConfirm
      opened={opened}
      close={close}
      title={t('operators.move.title')}
      effects={[t('operators.move.read_only'), t('operators.move.compared'), t('operators.move.stays')]}
      name={tenant.slug}
      label={t('operators.tenant.move')}
      run={async () => {
        const done = to && (await act.run({ slug: tenant.slug, to }));
        if (!done) return;
        started(done.moveTenant);
        close();
      }}
    >
      <Select
        label={t('operators.move.to', { from: tenant.placement })}
        data={others}
        value={to}
        onChange={setChosen}
        allowDeselect={false}
      />
      <TroubleNotice trouble={act.trouble} />
    </TypeToConfirm>
  );
}

/** Stands above everything while an organisation is on its way, with the way back. */
export function MovingNotice({ tenant }: { tenant: Moving }): ReactNode {
  const t = useT();
  const may = useMay();
  const stop = useAct(Stop, { done: 'operators.move.stopped', refresh: ['OperatorTenant', 'OperatorOperations'] });
  if (tenant.movingTo === null) return null;
  return (
    <Paper withBorder p="md" role="status">
      <Group justify="space-between">
        <Text fw={650} className="console-wrap">
          {t('operators.move.under_way', { from: tenant.placement, to: tenant.movingTo })}
        </Text>
        <Button
          variant="default"
          disabled={!may('move', 'Tenant')}
          loading={stop.busy}
          onClick={() => void stop.run({ slug: tenant.slug })}
        >
          {t('operators.move.stop')}
        </Button>
      </Group>
    </Paper>
  );
}
