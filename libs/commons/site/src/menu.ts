import { db } from '@madang/kernel';
import type { Words } from '@madang/commons-spaces';
import type { Menu } from './site.values.js';

interface MenuRow {
  id: string;
  parentId: string | null;
  label: Words;
  href: string;
}

/** The menu as it is stored, in all languages, in the form in which it is saved. */
export async function readMenu(): Promise<Menu> {
  const rows = await db().rows<MenuRow>(
    'SELECT id, parent_id AS "parentId", label, href FROM menu_items ORDER BY position, id',
  );
  return rows
    .filter((row) => row.parentId === null)
    .map(({ id, label, href }) => {
      const items = rows.filter((row) => row.parentId === id).map((item) => ({ label: item.label, href: item.href }));
      return { label, ...(href ? { href } : {}), ...(items.length > 0 ? { items } : {}) };
    });
}
