import type { Migration } from '@madang/kernel';

/** Templates an organisation writes for named slots, each version kept; and what went wrong when one was shown. */
export const ownTemplateTables: Migration = {
  version: 40,
  name: 'own templates',
  statements: [
    `CREATE TABLE own_templates (
      id uuid PRIMARY KEY,
      slot text NOT NULL CHECK (slot ~ '^[a-z]+(/[a-z_.]+)?$'),
      locale text NOT NULL DEFAULT '' CHECK (locale ~ '^([a-z]{2,3}(-[A-Za-z0-9]{2,8})*)?$'),
      version integer NOT NULL CHECK (version > 0),
      subject text CHECK (length(subject) <= 400),
      source text NOT NULL CHECK (length(source) BETWEEN 1 AND 65536),
      base_source text NOT NULL,
      base_fingerprint text NOT NULL,
      state text NOT NULL CHECK (state IN ('draft', 'published', 'superseded')),
      created_at timestamptz NOT NULL,
      created_by uuid REFERENCES people ON DELETE SET NULL,
      published_at timestamptz,
      published_by uuid REFERENCES people ON DELETE SET NULL,
      CHECK (state <> 'published' OR published_at IS NOT NULL),
      UNIQUE (slot, locale, version)
    )`,
    `CREATE UNIQUE INDEX own_templates_current ON own_templates (slot, locale, state) WHERE state <> 'superseded'`,
    `CREATE TABLE own_template_troubles (
      id uuid PRIMARY KEY,
      slot text NOT NULL,
      locale text NOT NULL,
      message text NOT NULL CHECK (length(message) <= 500),
      at timestamptz NOT NULL,
      UNIQUE (slot, locale)
    )`,
  ],
};
