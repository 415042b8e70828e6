import { useMemo, type ReactNode } from 'react';
import { Text } from '@mantine/core';
import { DraftDialog, SortableList, useDraft, useSave, useT } from '@madang/console';
import { useTexts } from '../words.js';
import { OrderActivities } from './operations.js';
import type { Activity, Whole } from './types.js';

/** The order in which residents see the activities of a process. */
export function ActivityOrder({ process, close }: { process: Whole; close: () => void }): ReactNode {
  const t = useT();
  const texts = useTexts();
  const saved = useMemo(() => ({ ids: process.activities.map((one) => one.id) }), [process.activities]);
  const draft = useDraft(saved, { key: `activity-order-${process.id}`, revision: process.revision });
  // What was added or removed since the order was begun belongs in it too, or does not.
  const whole = (ids: readonly string[]): Activity[] => {
    const place = (one: Activity): number => (ids.includes(one.id) ? ids.indexOf(one.id) : ids.length);
    return [...process.activities].sort((one, other) => place(one) - place(other));
  };
  const saving = useSave(OrderActivities, draft, {
    done: 'spaces.grid.ordered',
    variables: ({ ids }, revision) => ({
      input: { processId: process.id, revision, ids: whole(ids).map((one) => one.id) },
    }),
    tell: ({ ids }) => [
      {
        label: t('spaces.grid.order'),
        text: whole(ids)
          .map((one, index) => `${index + 1}. ${texts(one.title)}`)
          .join('\n'),
      },
    ],
    after: close,
  });
  return (
    <DraftDialog
      title={t('spaces.grid.order')}
      draft={draft}
      saving={saving}
      close={close}
      blocked={draft.dirty ? undefined : t('spaces.grid.order_same')}
    >
      <Text size="sm" c="dimmed">
        {t('spaces.grid.order_text')}
      </Text>
      <div>
        <SortableList
          items={whole(draft.value.ids)}
          idOf={(one) => one.id}
          nameOf={(one) => texts(one.title)}
          change={(next) => draft.set({ ids: next.map((one) => one.id) })}
        >
          {(one) => <Text py={6}>{texts(one.title)}</Text>}
        </SortableList>
      </div>
    </DraftDialog>
  );
}
