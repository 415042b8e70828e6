import type { z } from 'zod';
import type { Slice } from './graphql.js';

/** Something that waits for whoever asks; the console words `label` with `count`. */
export interface Task {
  /** Unique over all parts: `spaces.requests`. */
  key: string;
  count: number;
  /** Overdue, or about to be. */
  urgent?: boolean;
  /** i18n key of the console; may use {count}. */
  label: string;
  /** Where in the console the rows are. */
  href: string;
  /** Calendar day by which the first of them is due. */
  due?: string | null;
}

/** A number of the site that leads to its rows. */
export interface Figure {
  key: string;
  value: number;
  /** i18n key of the console; may use {count}. */
  label: string;
  href: string;
}

/**
 * What a part puts on the desk of those who work on a site. Each method is ONE statement, and gives
 * only what the actor may act upon.
 */
export interface DeskSource {
  tasks?(): Promise<Task[]>;
  numbers?(): Promise<Figure[]>;
}

/** A column of a list that can leave as a file. */
export interface ListColumn {
  name: string;
  words: { ko: string; en: string };
  /** `instant` and `day` become dates of the site's time zone; `text` where absent. */
  kind?: 'text' | 'number' | 'instant' | 'day';
  /** What values are called, where they are names of our own: active, banned. */
  values?: Readonly<Record<string, { ko: string; en: string }>>;
}

/**
 * A list that leaves as a file, exactly as the console shows it: `page` is the reader of that view,
 * asks for the same permission and takes the same filter.
 */
export interface ExportList<F = unknown> {
  name: string;
  columns: readonly ListColumn[];
  filter: z.ZodType<F>;
  page(filter: F, first: number, after: string | null): Promise<Slice<object>>;
}

/** A class of a part that offers lists. */
export interface ListSource {
  lists(): ExportList<never>[];
}
