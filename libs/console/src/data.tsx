import { useCallback, useState } from 'react';
import { notifications } from '@mantine/notifications';
import { keepPreviousData, useQuery, useQueryClient, type UseQueryResult } from '@tanstack/react-query';
import { Button, Group, Text } from '@mantine/core';
import { ask, nameOf, type Operation } from './client.js';
import { Trouble } from './trouble.js';
import { useT } from './words.js';

export type Asked<Result> = UseQueryResult<Result, Trouble>;

/**
 * Reads from the API and keeps the answer for the other screens. Give `every` (milliseconds) to watch something that
 * moves by itself, `enabled: false` to wait.
 */
export function useAsk<Result, Variables>(
  operation: Operation<Result, Variables>,
  variables?: Variables,
  options: { enabled?: boolean; every?: number | ((data: Result | undefined) => number | false) } = {},
): Asked<Result> {
  const { every } = options;
  const asked = useQuery<Result, Trouble>({
    queryKey: [nameOf(operation), variables ?? null],
    queryFn: ({ signal }) => ask(operation, variables, signal),
    enabled: options.enabled ?? true,
    placeholderData: keepPreviousData,
    refetchInterval: typeof every === 'function' ? (query) => every(query.state.data) : (every ?? false),
  });
  // What is on the screen stays there when asking again fails: a form must not vanish under the hands of whoever fills it.
  const keep = asked.data !== undefined && asked.error !== null && (asked.error.passing || asked.error.signedOut);
  return keep ? ({ ...asked, error: null, isError: false, status: 'success' } as unknown as Asked<Result>) : asked;
}

export interface ActOptions<Result> {
  /** Message key told when it is done. */
  done?: string;
  /** Names of the queries whose answers are out of date afterwards; absent: all. */
  refresh?: readonly string[];
  /** What takes it back: shown as a button in the message for ten seconds. */
  undo?: (result: Result) => Promise<unknown>;
  /** Do not show a message when it fails; the screen shows `trouble` itself. */
  quiet?: boolean;
}

export interface Act<Result, Variables> {
  /** Does it; gives undefined when it failed (then `trouble` says why). */
  run(variables: Variables): Promise<Result | undefined>;
  busy: boolean;
  trouble: Trouble | undefined;
  clear(): void;
}

/** Changes something through the API: tells what happened, refreshes what was read, offers to undo. */
export function useAct<Result, Variables>(
  operation: Operation<Result, Variables>,
  options: ActOptions<Result> = {},
): Act<Result, Variables> {
  const t = useT();
  const client = useQueryClient();
  const [busy, setBusy] = useState(false);
  const [trouble, setTrouble] = useState<Trouble>();
  const refreshed = useCallback(
    () =>
      client.invalidateQueries({
        predicate: ({ queryKey }) => !options.refresh || options.refresh.includes(String(queryKey[0])),
      }),
    [client, options.refresh],
  );
  const run = async (variables: Variables): Promise<Result | undefined> => {
    setBusy(true);
    setTrouble(undefined);
    try {
      const result = await ask(operation, variables);
      await refreshed();
      if (options.done) tellDone(t(options.done), undoing(t, options, result, refreshed));
      return result;
    } catch (error) {
      const known = error instanceof Trouble ? error : new Trouble('internal', 'internal');
      // Who has to choose between two versions must see the other one as it is now, and save over that revision.
      if (known.code === 'changed_meanwhile') await client.invalidateQueries();
      setTrouble(known);
      if (!options.quiet) tellTrouble(t, known);
      return undefined;
    } finally {
      setBusy(false);
    }
  };
  return { run, busy, trouble, clear: () => setTrouble(undefined) };
}

function undoing<Result>(
  t: ReturnType<typeof useT>,
  options: ActOptions<Result>,
  result: Result,
  refreshed: () => Promise<unknown>,
): { label: string; run: () => Promise<void> } | undefined {
  const { undo } = options;
  if (!undo) return undefined;
  return {
    label: t('console.undo'),
    run: async () => {
      try {
        await undo(result);
        await refreshed();
        tellDone(t('console.undone'));
      } catch (error) {
        tellTrouble(t, error instanceof Trouble ? error : new Trouble('internal', 'internal'));
      }
    },
  };
}

/** Says that something is done, with a way back where there is one. */
export function tellDone(message: string, undo?: { label: string; run: () => Promise<void> }): void {
  const id = crypto.randomUUID();
  notifications.show({
    id,
    color: 'teal',
    autoClose: undo ? 10_000 : 4000,
    message: undo ? (
      <Group justify="space-between" wrap="nowrap">
        <Text size="sm">{message}</Text>
        <Button
          size="compact-sm"
          variant="default"
          onClick={() => {
            notifications.hide(id);
            void undo.run();
          }}
        >
          {undo.label}
        </Button>
      </Group>
    ) : (
      message
    ),
  });
}

/** What a trouble is called to the person: the API's own words, or ours where no answer came. */
export function wordsOf(t: ReturnType<typeof useT>, trouble: Trouble): string {
  if (trouble.code === 'offline') return t('console.trouble.offline');
  if (trouble.signedOut) return t('console.trouble.signed_out');
  return trouble.message === 'internal' ? t('console.trouble.internal') : trouble.message;
}

/** A toast stands beside no field: it says itself what is wrong. */
function toastOf(t: ReturnType<typeof useT>, trouble: Trouble): string {
  const said = new Set(trouble.fields.flatMap(({ message }) => message ?? []));
  return said.size > 0 ? [...said].join(' ') : wordsOf(t, trouble);
}

/** Says that something failed, and what to do. */
export function tellTrouble(t: ReturnType<typeof useT>, trouble: Trouble): void {
  notifications.show({
    color: 'red',
    title: t('console.trouble.title'),
    message: toastOf(t, trouble),
    autoClose: 12_000,
  });
}
