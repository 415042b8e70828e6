import { useEffect, useMemo, type ReactNode } from 'react';
import { Stack } from '@mantine/core';
import { SortableList, useDraft, useSave, useT, type Localised } from '@madang/console';
import { OrderPlaces } from './place-operations.js';
import { useTexts } from './words.js';

/**
 * A list that is put in order where it stands: each move is saved at once, on the order that was on the screen. Where
 * somebody else ordered meanwhile, both orders are shown.
 */
export function PlaceOrder<Item extends { id: string; name: Localised }>(props: {
  what: 'spaces' | 'categories' | 'departments';
  items: readonly Item[];
  children: (item: Item) => ReactNode;
}): ReactNode {
  const t = useT();
  const texts = useTexts();
  const { what, items } = props;
  const saved = useMemo(() => ({ ids: items.map((one) => one.id) }), [items]);
  const draft = useDraft(saved, { key: `order-${what}`, revision: saved.ids });
  // What came or went since the order was begun belongs in it too, or does not.
  const whole = (ids: readonly string[]): Item[] => {
    const place = ({ id }: Item): number => (ids.includes(id) ? ids.indexOf(id) : ids.length);
    return [...items].sort((one, other) => place(one) - place(other));
  };
  const saving = useSave(OrderPlaces, draft, {
    done: 'spaces.places.ordered',
    variables: ({ ids }, was) => ({ input: { what, was, ids: whole(ids).map((one) => one.id) } }),
    tell: ({ ids }) => [
      {
        label: t('spaces.places.order'),
        text: whole(ids)
          .map((one, index) => `${index + 1}. ${texts(one.name)}`)
          .join('\n'),
      },
    ],
  });
  useEffect(() => {
    if (draft.dirty && !saving.busy && !saving.clash) void saving.save();
  }, [draft.value]);
  return (
    <Stack gap="sm">
      {saving.notice}
      <div>
        <SortableList
          items={whole(draft.value.ids)}
          idOf={(one) => one.id}
          nameOf={(one) => texts(one.name)}
          change={(next) => draft.set({ ids: next.map((one) => one.id) })}
        >
          {props.children}
        </SortableList>
      </div>
    </Stack>
  );
}
