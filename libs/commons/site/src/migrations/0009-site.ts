import type { Migration } from '@madang/kernel';

/** The site itself: its values (look, words, switches), pages with versions, menu and home blocks. */
export const siteTables: Migration = {
  version: 9,
  name: 'site',
  statements: [
    `CREATE TABLE site_values (
      key text PRIMARY KEY,
      value jsonb NOT NULL,
      changed_at timestamptz NOT NULL,
      changed_by uuid REFERENCES people ON DELETE SET NULL
    )`,
    `CREATE TABLE pages (
      id uuid PRIMARY KEY,
      slug text NOT NULL UNIQUE CHECK (slug ~ '^[a-z][a-z0-9-]{0,60}$'),
      purpose text NOT NULL DEFAULT 'page' CHECK (purpose IN ('page', 'about', 'terms', 'privacy', 'conduct', 'accessibility', 'guide')),
      in_footer boolean NOT NULL DEFAULT false,
      position integer NOT NULL DEFAULT 0,
      created_at timestamptz NOT NULL,
      archived_at timestamptz
    )`,
    `CREATE TABLE page_versions (
      page_id uuid NOT NULL REFERENCES pages ON DELETE CASCADE,
      version integer NOT NULL,
      title jsonb NOT NULL,
      body jsonb NOT NULL,
      change_note jsonb NOT NULL DEFAULT '{}',
      effective_on date,
      published_at timestamptz,
      created_at timestamptz NOT NULL,
      created_by uuid REFERENCES people ON DELETE SET NULL,
      PRIMARY KEY (page_id, version)
    )`,
    `CREATE TABLE menu_items (
      id uuid PRIMARY KEY,
      parent_id uuid REFERENCES menu_items ON DELETE CASCADE,
      label jsonb NOT NULL,
      href text NOT NULL DEFAULT '',
      position integer NOT NULL DEFAULT 0
    )`,
    `CREATE INDEX menu_items_parent ON menu_items (parent_id)`,
    `CREATE TABLE home_blocks (
      id uuid PRIMARY KEY,
      type text NOT NULL CHECK (type IN ('hero', 'now', 'list', 'results', 'text', 'numbers', 'partners', 'spaces', 'news', 'html')),
      settings jsonb NOT NULL DEFAULT '{}',
      position integer NOT NULL DEFAULT 0,
      enabled boolean NOT NULL DEFAULT true
    )`,
  ],
};
