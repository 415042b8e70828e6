import { useCallback, useEffect, useMemo, useRef, useState, type ReactNode } from 'react';
import { Button, Group, Modal, Paper, Portal, Stack, Text } from '@mantine/core';
import { useHotkeys } from '@mantine/hooks';
import { useBlocker } from '@tanstack/react-router';
import { useSession } from '../session.js';
import { useT } from '../words.js';

/** A form's content while somebody works on it. */
export interface Draft<T extends object> {
  value: T;
  /** Changes some fields. */
  set: (patch: Partial<T> | ((value: T) => Partial<T>)) => void;
  /** Names of the fields that differ from what is saved. */
  changed: readonly (keyof T & string)[];
  dirty: boolean;
  /** Back to what is saved. */
  reset: () => void;
  /** Call after saving: what is here now is what is saved. */
  settled: () => void;
  /** Set when something typed earlier on this device was brought back. */
  restored: boolean;
}

const same = (one: unknown, other: unknown): boolean => JSON.stringify(one) === JSON.stringify(other);

/**
 * Holds what is being edited. Unsaved work is kept on this device under `key` (per person and site), so that a lost
 * connection, an ended session or a closed window loses nothing; it comes back at the next visit.
 */
export function useDraft<T extends object>(saved: T, options: { key: string }): Draft<T> {
  const { person, site } = useSession();
  const place = `madang-draft ${site.url} ${person.id} ${options.key}`;
  const [kept] = useState(() => read<T>(place));
  const [value, setValue] = useState<T>(() => (kept ? { ...saved, ...kept } : saved));
  const [restored, setRestored] = useState(kept !== undefined && !same({ ...saved, ...kept }, saved));
  const base = useRef(saved);
  // What the server says now becomes the new ground; fields touched here stay as they were typed.
  useEffect(() => {
    const before = base.current;
    if (same(before, saved)) return;
    base.current = saved;
    setValue((mine) => {
      const touched = Object.keys(mine).filter((key) => !same(mine[key as keyof T], before[key as keyof T]));
      return { ...saved, ...Object.fromEntries(touched.map((key) => [key, mine[key as keyof T]])) };
    });
  }, [saved]);
  const changed = useMemo(
    () => (Object.keys(value) as (keyof T & string)[]).filter((key) => !same(value[key], base.current[key])),
    [value],
  );
  useEffect(() => {
    if (changed.length === 0) localStorage.removeItem(place);
    else localStorage.setItem(place, JSON.stringify(Object.fromEntries(changed.map((key) => [key, value[key]]))));
  }, [changed, place, value]);
  const set = useCallback<Draft<T>['set']>(
    (patch) => setValue((before) => ({ ...before, ...(typeof patch === 'function' ? patch(before) : patch) })),
    [],
  );
  return {
    value,
    set,
    changed,
    dirty: changed.length > 0,
    restored,
    reset: () => {
      setValue(base.current);
      setRestored(false);
    },
    settled: () => {
      base.current = value;
      setRestored(false);
      localStorage.removeItem(place);
      setValue({ ...value });
    },
  };
}

function read<T>(place: string): Partial<T> | undefined {
  try {
    return JSON.parse(localStorage.getItem(place) ?? 'null') ?? undefined;
  } catch {
    return undefined;
  }
}

/**
 * Appears while something is unsaved: how much, back, save (also ⌘S). Asks before the screen is left; what was typed stays
 * on the device either way.
 */
export function SaveBar<T extends object>(props: {
  draft: Draft<T>;
  save: () => unknown;
  busy?: boolean;
  /** Label of the button; "save" where absent. */
  label?: string;
  /** Why it cannot be saved yet. */
  blocked?: string;
  children?: ReactNode;
}): ReactNode {
  const t = useT();
  const { draft, busy, blocked } = props;
  const save = (): void => void (!busy && !blocked && draft.dirty && props.save());
  useHotkeys([['mod+S', save]], []);
  const leaving = useBlocker({
    disabled: !draft.dirty,
    enableBeforeUnload: () => draft.dirty,
    shouldBlockFn: ({ current, next }) => current.pathname !== next.pathname,
    withResolver: true,
  });
  if (!draft.dirty) return null;
  return (
    <Portal>
      <Paper withBorder shadow="md" className="console-savebar" role="region" aria-label={t('console.unsaved.region')}>
        <Group justify="space-between" gap="sm">
          <Text size="sm" role="status">
            {blocked ??
              t(draft.restored ? 'console.unsaved.restored' : 'console.unsaved', { count: draft.changed.length })}
          </Text>
          <Group gap="sm">
            {props.children}
            <Button variant="default" onClick={draft.reset} disabled={busy}>
              {t('console.revert')}
            </Button>
            <Button onClick={save} loading={busy} disabled={blocked !== undefined}>
              {props.label ?? t('console.save')}
            </Button>
          </Group>
        </Group>
      </Paper>
      {leaving.status === 'blocked' && <Leaving stay={leaving.reset} go={leaving.proceed} />}
    </Portal>
  );
}

/** Asks whether to leave unsaved work. */
function Leaving(props: { stay: () => void; go: () => void }): ReactNode {
  const t = useT();
  return (
    <Modal opened onClose={props.stay} title={t('console.leave.title')}>
      <Stack>
        <Text size="sm">{t('console.leave.text')}</Text>
        <Group justify="flex-end">
          <Button variant="default" onClick={props.stay} data-autofocus>
            {t('console.leave.stay')}
          </Button>
          <Button onClick={props.go}>{t('console.leave.go')}</Button>
        </Group>
      </Stack>
    </Modal>
  );
}
