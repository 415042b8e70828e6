import type { Migration } from '@madang/kernel';

/**
 * Orders by support and comments serve the office too, which sees what is hidden and what is not out yet; a category and an
 * activity are read state by state, each in the order of its index. Each index takes the place of one that was there.
 */
export const listOrders: Migration = {
  version: 67,
  name: 'list-orders',
  statements: [
    `DROP INDEX subjects_support`,
    `CREATE INDEX subjects_support ON subjects (kind, support_count DESC, id DESC)`,
    `DROP INDEX subjects_comments`,
    `CREATE INDEX subjects_comments ON subjects (kind, comment_count DESC, id DESC)`,
    `DROP INDEX subjects_category`,
    `CREATE INDEX subjects_category ON subjects (category_id, state, published_at DESC)`,
    `DROP INDEX subjects_activity`,
    `CREATE INDEX subjects_activity ON subjects (activity_id, state, published_at DESC)`,
    `CREATE INDEX subjects_results ON subjects (state, state_since DESC) WHERE state IN ('done', 'under_way', 'answered')`,
  ],
};
