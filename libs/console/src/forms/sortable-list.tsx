import type { ReactNode } from 'react';
import { ActionIcon, Group, Paper } from '@mantine/core';
import { closestCenter, DndContext, KeyboardSensor, PointerSensor, useSensor, useSensors } from '@dnd-kit/core';
import {
  arrayMove,
  SortableContext,
  sortableKeyboardCoordinates,
  useSortable,
  verticalListSortingStrategy,
} from '@dnd-kit/sortable';
import { CSS } from '@dnd-kit/utilities';
import { Icon } from '../frame/icons.js';
import { useT } from '../words.js';

/** A list put in order by dragging, by keyboard (space, arrows) and by buttons for those who can use neither. */
export function SortableList<T>(props: {
  items: readonly T[];
  idOf: (item: T) => string;
  nameOf: (item: T) => string;
  change: (items: T[]) => void;
  children: (item: T, index: number) => ReactNode;
}): ReactNode {
  const { items, idOf, change } = props;
  const t = useT();
  const sensors = useSensors(
    useSensor(PointerSensor, { activationConstraint: { distance: 6 } }),
    useSensor(KeyboardSensor, { coordinateGetter: sortableKeyboardCoordinates }),
  );
  const move = (from: number, to: number): void => {
    if (to >= 0 && to < items.length && from !== to) change(arrayMove([...items], from, to));
  };
  const at = (id: unknown): number => items.findIndex((item) => idOf(item) === id);
  const name = (id: unknown): string => (items[at(id)] ? props.nameOf(items[at(id)] as T) : '');
  return (
    <DndContext
      sensors={sensors}
      collisionDetection={closestCenter}
      accessibility={{
        screenReaderInstructions: { draggable: t('console.sort.how') },
        announcements: {
          onDragStart: ({ active }) => t('console.sort.taken', { name: name(active.id) }),
          onDragOver: ({ active, over }) =>
            over ? t('console.sort.over', { name: name(active.id), place: at(over.id) + 1 }) : undefined,
          onDragEnd: ({ active, over }) =>
            t('console.sort.put', { name: name(active.id), place: (over ? at(over.id) : at(active.id)) + 1 }),
          onDragCancel: ({ active }) => t('console.sort.cancelled', { name: name(active.id) }),
        },
      }}
      onDragEnd={({ active, over }) => over && move(at(active.id), at(over.id))}
    >
      <SortableContext items={items.map(idOf)} strategy={verticalListSortingStrategy}>
        {items.map((item, index) => (
          <Row
            key={idOf(item)}
            id={idOf(item)}
            name={props.nameOf(item)}
            up={index > 0 ? () => move(index, index - 1) : undefined}
            down={index < items.length - 1 ? () => move(index, index + 1) : undefined}
          >
            {props.children(item, index)}
          </Row>
        ))}
      </SortableContext>
    </DndContext>
  );
}

function Row(props: { id: string; name: string; up?: () => void; down?: () => void; children: ReactNode }): ReactNode {
  const t = useT();
  const { attributes, listeners, setNodeRef, setActivatorNodeRef, transform, transition, isDragging } = useSortable({
    id: props.id,
  });
  return (
    <Paper
      withBorder
      ref={setNodeRef}
      p="xs"
      mb="xs"
      shadow={isDragging ? 'md' : undefined}
      style={{ transform: CSS.Translate.toString(transform), transition }}
    >
      <Group gap="xs" wrap="nowrap" align="flex-start">
        <ActionIcon
          variant="subtle"
          size={36}
          ref={setActivatorNodeRef}
          {...attributes}
          {...listeners}
          aria-label={t('console.sort.grip', { name: props.name })}
          className="console-grip"
        >
          <Icon name="grip" />
        </ActionIcon>
        <div className="console-row">{props.children}</div>
        <ActionIcon
          variant="subtle"
          size={36}
          onClick={props.up}
          disabled={!props.up}
          aria-label={t('console.sort.up', { name: props.name })}
        >
          <Icon name="up" />
        </ActionIcon>
        <ActionIcon
          variant="subtle"
          size={36}
          onClick={props.down}
          disabled={!props.down}
          aria-label={t('console.sort.down', { name: props.name })}
        >
          <Icon name="down" />
        </ActionIcon>
      </Group>
    </Paper>
  );
}
