import { Fragment, useMemo, useState, type ReactNode } from 'react';
import { Badge, Button, Checkbox, Group, Menu, Stack, Table, Text } from '@mantine/core';
import {
  Empty,
  Icon,
  SaveBar,
  useAct,
  useAsk,
  useDraft,
  useSave,
  useSession,
  useT,
  type Told,
  WideTable,
} from '@madang/console';
import { useTexts } from '../words.js';
import { ActivityOrder } from './activity-order.js';
import { ActivityDrawer } from './activity-settings.js';
import { ReadMethods, SaveActivity, SaveWindows } from './operations.js';
import type { Activity, Cell, MethodPlan, Whole } from './types.js';

/** Cells as a flat set of `activity phase interaction`, so that two grids can be told apart whatever their order. */
const flat = (cells: readonly Cell[]): string[] =>
  cells.flatMap((cell) => cell.interactions.map((one) => `${cell.activityId} ${cell.phaseId ?? ''} ${one}`)).sort();

/** What people can do, and when: activities down, phases across, a box for each interaction. */
export function GridTab({ process }: { process: Whole }): ReactNode {
  const t = useT();
  const texts = useTexts();
  const { site } = useSession();
  const methods = useAsk(ReadMethods);
  const plans = methods.data?.methods ?? [];
  const saved = useMemo(() => ({ cells: flat(process.windows) }), [process.windows]);
  const draft = useDraft(saved, { key: `grid-${process.id}`, revision: process.revision });
  const [opened, setOpened] = useState<string>();
  const [ordering, setOrdering] = useState(false);
  const add = useAct(SaveActivity, { done: 'spaces.grid.added' });
  const columns = [
    { id: '', title: t('spaces.grid.always') },
    ...process.phases.map((phase) => ({ id: phase.id, title: texts(phase.title) })),
  ];
  const { save, busy, notice } = useSave(SaveWindows, draft, {
    done: 'spaces.grid.saved',
    tell: ({ cells }) =>
      process.activities.flatMap((one) =>
        columns.map((column): Told => ({
          label: `${texts(one.title)} · ${column.title}`,
          text: (planOf(plans, one)?.interactions ?? [])
            .filter((act) => cells.includes(`${one.id} ${column.id} ${act.name}`))
            .map((act) => act.label)
            .join(', '),
        })),
      ),
    variables: (value, revision) => ({ input: { processId: process.id, revision, windows: cellsOf(value.cells) } }),
  });
  const has = (activity: string, phase: string, one: string): boolean =>
    draft.value.cells.includes(`${activity} ${phase} ${one}`);
  const toggle = (activity: string, phase: string, one: string): void =>
    draft.set(({ cells }) => {
      const cell = `${activity} ${phase} ${one}`;
      return { cells: (cells.includes(cell) ? cells.filter((c) => c !== cell) : [...cells, cell]).sort() };
    });
  const adding = (
    <Menu>
      <Menu.Target>
        <Button variant="default" leftSection={<Icon name="plus" />} loading={add.busy}>
          {t('spaces.grid.add')}
        </Button>
      </Menu.Target>
      <Menu.Dropdown>
        {plans.map((plan) => (
          <Menu.Item
            key={plan.name}
            onClick={() =>
              void add
                .run({ input: { processId: process.id, method: plan.name, title: { [site.locale]: plan.label } } })
                .then((done) => done && setOpened(done.saveActivity))
            }
          >
            {plan.label}
          </Menu.Item>
        ))}
      </Menu.Dropdown>
    </Menu>
  );
  const activity = process.activities.find((one) => one.id === opened);
  return (
    <Stack>
      {notice}
      <Text c="dimmed" size="sm" maw="46rem">
        {t('spaces.grid.text')}
      </Text>
      {process.activities.length === 0 ? (
        <Empty icon="tasks" title={t('spaces.grid.empty')} text={t('spaces.grid.empty_text')}>
          {adding}
        </Empty>
      ) : (
        <>
          <WideTable
            label={t('spaces.grid.title')}
            minWidth={220 + columns.length * 150}
            className="console-table-frame"
          >
            <Table withColumnBorders verticalSpacing="sm" aria-label={t('spaces.grid.title')}>
              <Table.Thead>
                <Table.Tr>
                  <Table.Th>{t('spaces.grid.activity')}</Table.Th>
                  {columns.map((column) => (
                    <Table.Th key={column.id}>{column.title || t('spaces.phases.nameless')}</Table.Th>
                  ))}
                </Table.Tr>
              </Table.Thead>
              <Table.Tbody>
                {process.activities.map((one) => (
                  <Table.Tr key={one.id}>
                    <Table.Th scope="row" style={{ verticalAlign: 'top' }}>
                      <ActivityHead activity={one} plan={planOf(plans, one)} open={() => setOpened(one.id)} />
                    </Table.Th>
                    {columns.map((column) => (
                      <Table.Td key={column.id} style={{ verticalAlign: 'top' }}>
                        <Stack gap={6}>
                          {(planOf(plans, one)?.interactions ?? []).map((act) => (
                            <Fragment key={act.name}>
                              <Checkbox
                                size="sm"
                                label={act.label}
                                aria-label={t('spaces.grid.cell', {
                                  activity: texts(one.title),
                                  phase: column.title,
                                  act: act.label,
                                })}
                                checked={has(one.id, column.id, act.name)}
                                onChange={() => toggle(one.id, column.id, act.name)}
                              />
                            </Fragment>
                          ))}
                        </Stack>
                      </Table.Td>
                    ))}
                  </Table.Tr>
                ))}
              </Table.Tbody>
            </Table>
          </WideTable>
          <Group>
            {adding}
            {process.activities.length > 1 && (
              <Button variant="default" onClick={() => setOrdering(true)}>
                {t('spaces.grid.order')}
              </Button>
            )}
          </Group>
        </>
      )}
      {activity && (
        <ActivityDrawer
          key={activity.id}
          activity={activity}
          plan={planOf(plans, activity)}
          close={() => setOpened(undefined)}
        />
      )}
      {ordering && <ActivityOrder process={process} close={() => setOrdering(false)} />}
      <SaveBar draft={draft} save={save} busy={busy} />
    </Stack>
  );
}

const planOf = (plans: readonly MethodPlan[], activity: Activity): MethodPlan | undefined =>
  plans.find((plan) => plan.name === activity.method);

/** Back from the flat set to cells. */
function cellsOf(cells: readonly string[]): { activityId: string; phaseId: string | null; interactions: string[] }[] {
  const found = new Map<string, { activityId: string; phaseId: string | null; interactions: string[] }>();
  for (const cell of cells) {
    const [activityId = '', phaseId = '', one = ''] = cell.split(' ');
    const key = `${activityId} ${phaseId}`;
    const known = found.get(key) ?? { activityId, phaseId: phaseId || null, interactions: [] };
    known.interactions.push(one);
    found.set(key, known);
  }
  return [...found.values()];
}

function ActivityHead(props: { activity: Activity; plan: MethodPlan | undefined; open: () => void }): ReactNode {
  const t = useT();
  const texts = useTexts();
  const { activity } = props;
  return (
    <Stack gap={4} align="flex-start" miw={150}>
      <Text fw={600} size="sm">
        {texts(activity.title)}
      </Text>
      <Text size="xs" c="dimmed" fw={400}>
        {props.plan?.label ?? activity.method}
      </Text>
      {activity.state !== 'open' && (
        <Badge size="sm" variant="default" tt="none">
          {t(`spaces.activity_state.${activity.state}`)}
        </Badge>
      )}
      <Button
        size="compact-sm"
        variant="default"
        onClick={props.open}
        aria-label={t('spaces.grid.settings_of', { activity: texts(activity.title) })}
      >
        {t('spaces.grid.settings')}
      </Button>
    </Stack>
  );
}
