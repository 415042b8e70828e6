import type { Migration } from '@madang/kernel';

/** The table of inputs by when each came: ids tell that only of what was made here, not of what was brought in. */
export const inputsByTime: Migration = {
  version: 68,
  name: 'inputs-by-time',
  statements: [`CREATE INDEX subjects_came ON subjects ((coalesce(published_at, created_at)) DESC, id DESC)`],
};
