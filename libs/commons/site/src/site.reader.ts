import { Injectable } from '@nestjs/common';
import { db, tenant } from '@madang/kernel';
import { ShellSource, type SiteShell, type ShellMenuEntry } from '@madang/portal';
import { today } from '@madang/commons-spaces';
import { SITE_KEYS } from './site.values.js';

interface ShellRow {
  values: Partial<SiteShell>;
  menu: { id: string; parentId: string | null; label: Record<string, string>; href: string }[];
  footer: SiteShell['footer'];
}

/** Deep green on paper: what a site wears before anybody chose. */
const PLAIN = { brand: '#1f6b4f' } as const;

const SHELL = `SELECT
  (SELECT coalesce(json_object_agg(v.key, v.value), '{}') FROM site_values v WHERE v.key = ANY($1)) AS values,
  (SELECT coalesce(json_agg(json_build_object('id', m.id, 'parentId', m.parent_id, 'label', m.label, 'href', m.href)
      ORDER BY m.position, m.id), '[]') FROM menu_items m) AS menu,
  (SELECT coalesce(json_agg(json_build_object('label', v.title, 'href', '/pages/' || p.slug) ORDER BY p.position, p.slug), '[]')
     FROM pages p JOIN LATERAL (SELECT pv.title FROM page_versions pv
       WHERE pv.page_id = p.id AND pv.published_at IS NOT NULL AND (pv.effective_on IS NULL OR pv.effective_on <= $2::date)
       ORDER BY pv.version DESC LIMIT 1) v ON true
    WHERE p.in_footer AND p.archived_at IS NULL) AS footer`;

/** What surrounds every page of a site. */
@Injectable()
export class SiteReader extends ShellSource {
  /** Name, look, words, menu and footer of the current tenant, in one statement; callers cache it. */
  async shell(): Promise<SiteShell> {
    const row = (await db().row<ShellRow>(SHELL, [SITE_KEYS, today()]))!;
    const { values } = row;
    const name = values.name ?? tenant().name;
    return {
      name,
      slogan: values.slogan ?? {},
      theme: values.theme ?? PLAIN,
      glossary: values.glossary ?? {},
      overrides: values.overrides ?? {},
      menu: tree(row.menu),
      footer: row.footer,
      operator: values.operator ?? { name },
      ...(values.promise ? { promise: values.promise } : {}),
    };
  }
}

/** Rows to a menu with one level of groups. */
function tree(rows: ShellRow['menu']): ShellMenuEntry[] {
  return rows
    .filter((row) => row.parentId === null)
    .map(({ id, label, href }) => ({
      label,
      href,
      items: rows.filter((row) => row.parentId === id).map((item) => ({ label: item.label, href: item.href })),
    }));
}
