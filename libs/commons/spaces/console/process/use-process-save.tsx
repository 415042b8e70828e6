import { useEffect, useRef, type ReactNode } from 'react';
import { Alert } from '@mantine/core';
import { ConflictNotice, useAct, useAsk, useT, wordsOf, type Act, type Draft, type Operation } from '@madang/console';
import { ReadProcess } from './operations.js';
import type { Whole } from './types.js';

export interface ProcessSave<R, V> {
  act: Act<R, V>;
  save: () => Promise<void>;
  /** What went wrong, or both versions side by side where somebody else saved first. */
  notice: ReactNode;
}

/**
 * Saves a part of a process on the revision at which its editing began: what somebody else saved meanwhile is never
 * written over unseen, also when it has already arrived here.
 */
export function useProcessSave<R, V, T extends object>(
  operation: Operation<R, V>,
  process: Whole,
  draft: Draft<T>,
  options: { saved: T; done: string; tell: (value: T) => string; variables: (revision: number) => V },
): ProcessSave<R, V> {
  const t = useT();
  const act = useAct(operation, { done: options.done, quiet: true });
  const asked = useAsk(ReadProcess, { id: process.id });
  const begun = useRef(process.revision);
  useEffect(() => {
    if (!draft.dirty) begun.current = process.revision;
  }, [draft.dirty, process.revision]);
  const save = async (): Promise<void> => {
    if (await act.run(options.variables(begun.current))) draft.settled();
    else await asked.refetch();
  };
  const clash = act.trouble?.code === 'changed_meanwhile';
  const notice = clash ? (
    <ConflictNotice
      mine={[{ label: t('spaces.process.content'), text: options.tell(draft.value) }]}
      theirs={[{ label: t('spaces.process.content'), text: options.tell(options.saved) }]}
      keepMine={() => {
        begun.current = process.revision;
        void save();
      }}
      takeTheirs={() => {
        draft.reset();
        act.clear();
      }}
    />
  ) : (
    act.trouble && (
      <Alert color="red" role="alert">
        {wordsOf(t, act.trouble)}
      </Alert>
    )
  );
  return { act, save, notice };
}
