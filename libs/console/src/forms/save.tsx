import { useEffect, type ReactNode } from 'react';
import type { Operation } from '../client.js';
import { useAct, type ActOptions } from '../data.js';
import { Trouble as TroubleNotice } from '../frame/feedback.js';
import type { Trouble } from '../trouble.js';
import { ConflictNotice } from './conflict.js';
import type { Draft } from './draft.js';
import type { Told } from './versions.js';

export interface SaveOptions<Result, Variables, T extends object, Revision> extends Pick<
  ActOptions<Result>,
  'done' | 'refresh' | 'undo'
> {
  variables: (value: T, revision: Revision) => Variables;
  /** A version in words for people, one line a field. */
  tell: (value: T) => readonly Told[];
  /** The new revision, where the answer says it; else it is read again. */
  revisionOf?: (result: Result) => Revision;
  /** After it was saved, here or from the notice of two versions. */
  after?: (result: Result) => unknown;
  /** Who saved what is saved, where that is known. */
  who?: string;
  /** Acts on the same thing whose trouble belongs in the same place. */
  others?: readonly { trouble: Trouble | undefined; clear: () => void }[];
}

export interface Saving<Result> {
  /** Saves the draft; gives undefined when that failed. */
  save: () => Promise<Result | undefined>;
  busy: boolean;
  trouble: Trouble | undefined;
  /** Whether two versions wait for a choice. */
  clash: boolean;
  /** What went wrong in words, or both versions side by side where somebody else saved first. Belongs on the screen. */
  notice: ReactNode;
}

/**
 * The one way to save something others may edit too. It saves on the revision at which editing began; where that has moved
 * it shows both versions, and saves over the other one or takes it as the person says. What was typed stays until then.
 */
export function useSave<Result, Variables, T extends object, Revision>(
  operation: Operation<Result, Variables>,
  draft: Draft<T, Revision>,
  options: SaveOptions<Result, Variables, T, Revision>,
): Saving<Result> {
  const { done, refresh, undo, others = [] } = options;
  const act = useAct(operation, { done, refresh, undo, quiet: true });
  const save = async (): Promise<Result | undefined> => {
    const sent = draft.value;
    const result = await act.run(options.variables(sent, draft.revision));
    if (result === undefined) return undefined;
    draft.settled(sent, options.revisionOf?.(result));
    options.after?.(result);
    return result;
  };
  const all = [act, ...others];
  const trouble = all.find((one) => one.trouble)?.trouble;
  const moved = act.trouble?.code === 'changed_meanwhile';
  const clash = draft.dirty && all.some((one) => one.trouble?.code === 'changed_meanwhile');
  // Both wrote the same, or the person went back: nothing is left to choose.
  useEffect(() => {
    if (moved && !draft.dirty) act.clear();
  }, [moved, draft.dirty]);
  const clear = (): void => all.forEach((one) => one.clear());
  const notice = clash ? (
    <ConflictNotice
      mine={options.tell(draft.value)}
      theirs={options.tell(draft.saved)}
      who={options.who}
      busy={act.busy}
      keepMine={() => {
        draft.overtake();
        void save();
      }}
      takeTheirs={() => {
        draft.reset();
        clear();
      }}
    />
  ) : (
    <TroubleNotice trouble={trouble} />
  );
  return { save, busy: act.busy, trouble, clash, notice };
}
