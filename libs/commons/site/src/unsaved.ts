import { context, inContext, type Actor, type Context } from '@madang/kernel';
import type { Words } from '@madang/commons-spaces';
import type { Menu, SiteKey } from './site.values.js';

/** A page as somebody is writing it. */
export interface UnsavedPage {
  slug: string;
  purpose: string;
  title: Words;
  body: Words;
}

/** What somebody is changing about the site and has not saved: readers show it instead of what is stored. */
export interface Unsaved {
  values?: Partial<Record<SiteKey, unknown>>;
  /** Blocks as they would be sent: `{ type, enabled?, …settings }`. */
  blocks?: readonly Record<string, unknown>[];
  menu?: Menu;
  page?: UnsavedPage;
  /** Own templates that stand in for the published ones. */
  templates?: readonly { slot: string; locale: string; source: string }[];
}

const drafts = new WeakMap<Context, Unsaved>(); // keyed by the context of one preview, gone with it

/** What the current context shows without it being stored; undefined everywhere but in a preview. */
export const unsaved = (): Unsaved | undefined => drafts.get(context());

/**
 * Runs `work` in a context of its own where readers show `draft`, as another actor and in another language. It shares the
 * unit of work, which must be one that only reads: nothing of a preview is ever stored.
 */
export function whileUnsaved<T>(draft: Unsaved, as: { actor: Actor; locale: string }, work: () => T): T {
  const inner: Context = { ...context(), ...as };
  drafts.set(inner, draft);
  return inContext(inner, work);
}
