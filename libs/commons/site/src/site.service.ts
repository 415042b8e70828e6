import { Injectable } from '@nestjs/common';
import { actor, db, demand, invalid, newId, now, type FieldProblem } from '@madang/kernel';
import { record } from '@madang/commons-audit';
import type { z } from 'zod';
import type { Words } from '@madang/commons-spaces';
import { keepHome } from './home/keep-home.js';
import { HOME, HOME_BLOCKS, readBlocks } from './home.blocks.js';
import { HomeSources } from './home-sources.js';
import { readMenu } from './menu.js';
import { ownHtmlFlaw } from './own/html-block.js';
import { demandRevision, lockThing, same } from './revision.js';
import { SiteChanges } from './site-changes.js';
import { MENU, SITE_VALUES, type SiteKey } from './site.values.js';

/** Designing the site: its values, menu and home page. */
@Injectable()
export class Site {
  constructor(
    private readonly changes: SiteChanges,
    private readonly sources: HomeSources,
  ) {}

  /** Sets one value of the site: name, look, words, contact. @returns whether it differs from before */
  async setValue(key: string, raw: unknown, revision?: string): Promise<boolean> {
    demandFor(key);
    if (!Object.hasOwn(SITE_VALUES, key)) throw invalid('invalid_input', [{ field: 'key', code: 'choice' }]);
    const value = fit<unknown>(SITE_VALUES[key as SiteKey] as z.ZodType, raw, 'value');
    await lockThing(`value ${key}`);
    if (revision !== undefined) demandRevision(revision, await this.value(key));
    const changed = await db().run(
      `INSERT INTO site_values (key, value, changed_at, changed_by) VALUES ($1, $2, $3, $4)
       ON CONFLICT (key) DO UPDATE SET value = excluded.value, changed_at = excluded.changed_at, changed_by = excluded.changed_by
       WHERE site_values.value IS DISTINCT FROM excluded.value`,
      [key, JSON.stringify(value), now(), actor().personId],
    );
    if (changed === 0) return false;
    await record('site.value_set', 'site_value', key);
    await this.changes.note('changed', { key });
    return true;
  }

  /** One value as it is stored, in all languages; null where nobody set it. */
  async value(key: string): Promise<unknown> {
    demandFor(key);
    if (!Object.hasOwn(SITE_VALUES, key)) throw invalid('invalid_input', [{ field: 'key', code: 'choice' }]);
    const row = await db().row<{ value: unknown }>('SELECT value FROM site_values WHERE key = $1', [key]);
    return row?.value ?? null;
  }

  /** Replaces the menu. @returns whether it differs from before */
  async saveMenu(raw: unknown, revision?: string): Promise<boolean> {
    demand('design', 'Site');
    const menu = fit(MENU, raw, 'menu');
    const rows = menu.flatMap((entry, position) => {
      const id = newId();
      const items = (entry.items ?? []).map((item, at) => ({
        id: newId(),
        parent: id,
        label: item.label,
        href: item.href,
        position: at,
      }));
      return [{ id, parent: null as string | null, label: entry.label, href: entry.href ?? '', position }, ...items];
    });
    await lockThing('menu');
    if (revision !== undefined) demandRevision(revision, await readMenu());
    const known = await db().rows<{ label: object; href: string; position: number; inside: boolean }>(
      `SELECT m.label, m.href, m.position, m.parent_id IS NOT NULL AS inside
         FROM menu_items m LEFT JOIN menu_items o ON o.id = m.parent_id
        ORDER BY coalesce(o.position, m.position), m.parent_id IS NOT NULL, m.position`,
    );
    const shape = rows.map((row) => ({
      label: row.label,
      href: row.href,
      position: row.position,
      inside: row.parent !== null,
    }));
    if (same(known, shape)) return false;
    await db().run('DELETE FROM menu_items');
    await db().run(
      `INSERT INTO menu_items (id, parent_id, label, href, position)
       SELECT r.id, r.parent, r.label, r.href, r.position FROM jsonb_to_recordset($1) AS r(id uuid, parent uuid, label jsonb, href text, position int)
        ORDER BY r.parent NULLS FIRST`,
      [JSON.stringify(rows)],
    );
    await record('site.menu_saved', 'site', 'menu');
    await this.changes.note('changed', { key: 'menu' });
    return true;
  }

  /** Replaces the blocks of the home page, in order. @returns whether they differ from before */
  async saveHomeBlocks(raw: unknown, revision?: string): Promise<boolean> {
    demand('design', 'Site');
    const blocks = fit(HOME, raw, 'blocks').map(({ type, enabled, ...settings }, position) => {
      const read = fit(HOME_BLOCKS[type] as z.ZodType<Record<string, unknown>>, settings, `blocks.${position}`);
      if ('source' in read && !this.sources.gives(String(read['source']), String(read['list'])))
        throw invalid('invalid_input', [{ field: `blocks.${position}.source`, code: 'choice' }]);
      const flaw = type === 'html' && ownHtmlFlaw(read as { html: Words });
      if (flaw) throw invalid('invalid_input', [{ field: `blocks.${position}.html`, ...flaw }]);
      return { type, enabled, settings: read, position };
    });
    await lockThing('home');
    const before = await readBlocks();
    if (revision !== undefined) demandRevision(revision, before);
    const known = await db().rows(`SELECT type, enabled, settings, position FROM home_blocks ORDER BY position, id`);
    if (same(known, blocks)) return false;
    await db().run('DELETE FROM home_blocks');
    await db().run(
      `INSERT INTO home_blocks (id, type, settings, position, enabled)
       SELECT r.id, r.type, r.settings, r.position, r.enabled FROM jsonb_to_recordset($1) AS r(id uuid, type text, settings jsonb, position int, enabled boolean)`,
      [JSON.stringify(blocks.map((block) => ({ id: newId(), ...block })))],
    );
    await keepHome(before);
    await record('site.home_saved', 'site', 'home');
    await this.changes.note('changed', { key: 'home' });
    return true;
  }
}

/** Words are a right of their own; everything else is the site's design. */
function demandFor(key: string): void {
  if (key === 'overrides' || key === 'glossary') demand('edit', 'Words');
  else demand('design', 'Site');
}

/** Checks a value against its schema. @throws DomainError invalid with one problem per place */
export function fit<T>(schema: z.ZodType<T>, raw: unknown, field: string): T {
  const read = schema.safeParse(raw);
  if (read.success) return read.data;
  const problems: FieldProblem[] = read.error.issues
    .slice(0, 20)
    .map((issue) => ({ field: [field, ...issue.path].join('.'), code: 'invalid' }));
  throw invalid('invalid_input', problems);
}
