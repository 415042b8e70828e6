import { useCallback, useEffect, useMemo, useRef, useState, type ReactNode } from 'react';
import { Button, Group, Modal, Paper, Portal, Stack, Text } from '@mantine/core';
import { useHotkeys } from '@mantine/hooks';
import { useBlocker } from '@tanstack/react-router';
import { useSession } from '../session.js';
import { useT } from '../words.js';

/** A form's content while somebody works on it. */
export interface Draft<T extends object, Revision = unknown> {
  value: T;
  /** What is saved, as far as it is known here. */
  saved: T;
  /** The revision at which editing began: what others save meanwhile does not lift it while something is unsaved. */
  readonly revision: Revision;
  /** Changes some fields. */
  set: (patch: Partial<T> | ((value: T) => Partial<T>)) => void;
  /** Names of the fields that differ from what is saved. */
  changed: readonly (keyof T & string)[];
  dirty: boolean;
  /** Back to what is saved. */
  reset: () => void;
  /** Call after saving, with what was sent where more may have been typed since: that is what is saved now. */
  settled(sent?: T, revision?: Revision): void;
  /** What others saved meanwhile has been seen: the next save goes over it. */
  overtake: () => void;
  /** Set when something typed earlier on this device was brought back. */
  restored: boolean;
}

const same = (one: unknown, other: unknown): boolean => JSON.stringify(one) === JSON.stringify(other);

/**
 * Holds what is being edited. Unsaved work is kept on this device under `key` (per person and site), with the revision it
 * was begun on, so that a lost connection, an ended session or a closed window loses nothing; it comes back at the next visit.
 */
export function useDraft<T extends object, Revision = undefined>(
  saved: T,
  options: { key: string; revision?: Revision },
): Draft<T, Revision> {
  const { person, site } = useSession();
  const place = `madang-draft ${site.url} ${person.id} ${options.key}`;
  const [kept] = useState(() => read<T, Revision>(place));
  const [value, setValue] = useState<T>(() => ({ ...saved, ...kept?.fields }));
  const [restored, setRestored] = useState(kept !== undefined && !same({ ...saved, ...kept.fields }, saved));
  const base = useRef(saved);
  const held = useHeldRevision(options.revision as Revision, restored ? kept?.revision : undefined);
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
  const dirty = changed.length > 0;
  const latest = useRef(value);
  const keep = (): void => {
    const now = latest.current;
    const fields = Object.entries(now).filter(([name, one]) => !same(one, base.current[name as keyof T]));
    if (fields.length === 0) localStorage.removeItem(place);
    else localStorage.setItem(place, JSON.stringify({ fields: Object.fromEntries(fields), revision: held.now() }));
  };
  // Only when something was typed or moved: another window of this device may keep work under the same key.
  useEffect(() => {
    latest.current = value;
    held.follow(dirty);
    keep();
  }, [value, dirty]);
  useEffect(() => {
    if (held.follow(dirty) && dirty) keep();
  });
  const set = useCallback<Draft<T>['set']>(
    (patch) => setValue((before) => ({ ...before, ...(typeof patch === 'function' ? patch(before) : patch) })),
    [],
  );
  return {
    value,
    saved: base.current,
    get revision() {
      return held.now();
    },
    set,
    changed,
    dirty,
    restored,
    reset: () => {
      latest.current = base.current;
      keep();
      setValue(base.current);
      setRestored(false);
    },
    settled: (sent = value, revision) => {
      base.current = sent;
      held.saved(revision);
      // At once, not at the next drawing: whoever saved may have closed the form by then.
      keep();
      setRestored(false);
      setValue((now) => ({ ...now }));
    },
    overtake: held.overtake,
  };
}

interface HeldRevision<Revision> {
  now: () => Revision;
  /** After every drawing: follows what is read while nothing is unsaved. @returns whether it moved */
  follow: (dirty: boolean) => boolean;
  /** What was just saved here is ours, whatever is unsaved again already. */
  saved: (revision?: Revision) => void;
  overtake: () => void;
}

/** The revision a draft stands on: `kept` where it was begun earlier on this device. */
function useHeldRevision<Revision>(read: Revision, kept: Revision | undefined): HeldRevision<Revision> {
  const held = useRef(kept ?? read);
  const newest = useRef(read);
  const known = useRef(read);
  const ours = useRef(false);
  return {
    now: () => held.current,
    follow: (dirty) => {
      const before = held.current;
      if (!same(known.current, read)) {
        known.current = read;
        newest.current = read;
        if (ours.current) held.current = read;
        ours.current = false;
      }
      if (!dirty) held.current = newest.current;
      return !same(before, held.current);
    },
    saved: (revision) => {
      ours.current = revision === undefined && same(held.current, newest.current);
      newest.current = revision ?? newest.current;
      held.current = newest.current;
    },
    overtake: () => {
      held.current = newest.current;
    },
  };
}

interface Kept<T, Revision> {
  fields: Partial<T>;
  revision?: Revision;
}

function read<T, Revision>(place: string): Kept<T, Revision> | undefined {
  try {
    const kept = JSON.parse(localStorage.getItem(place) ?? 'null') as Kept<T, Revision> | null;
    return kept?.fields ? kept : undefined;
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
    // Another tab of the same screen shows nothing of what is unsaved, and may publish what was saved before.
    shouldBlockFn: ({ current, next }) =>
      current.pathname !== next.pathname || tabIn(current.search) !== tabIn(next.search),
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

const tabIn = (search: unknown): unknown => (search as { tab?: unknown } | undefined)?.tab;

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
