import { Injectable } from '@nestjs/common';
import { db, tenant } from '@madang/kernel';
import { ShellSource, type OwnTemplateText, type SiteShell, type ShellMenuEntry } from '@madang/portal';
import { today } from '@madang/commons-spaces';
import { SITE_KEYS, SITE_VALUES, type Menu, type SiteKey } from './site.values.js';
import { unsaved, type Unsaved } from './unsaved.js';

interface ShellRow {
  values: Partial<SiteShell>;
  menu: { id: string; parentId: string | null; label: Record<string, string>; href: string }[];
  footer: SiteShell['footer'];
  own: OwnTemplateText[];
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
    WHERE p.in_footer AND p.archived_at IS NULL) AS footer,
  (SELECT coalesce(json_agg(json_build_object('id', o.id, 'slot', o.slot, 'locale', o.locale, 'subject', o.subject, 'source', o.source)), '[]')
     FROM own_templates o WHERE o.state = 'published') AS own`;

/** What surrounds every page of a site. */
@Injectable()
export class SiteReader extends ShellSource {
  /** Name, look, words, menu and footer of the current tenant, in one statement; callers cache it. */
  async shell(): Promise<SiteShell> {
    const row = (await db().rowSeldom<ShellRow & Record<string, unknown>>(SHELL, [SITE_KEYS, today()]))!;
    const draft = unsaved();
    const values = { ...row.values, ...(draft?.values ? fitting(draft.values) : {}) };
    const name = values.name ?? tenant().name;
    return {
      name,
      slogan: values.slogan ?? {},
      theme: values.theme ?? PLAIN,
      glossary: values.glossary ?? {},
      overrides: values.overrides ?? {},
      menu: draft?.menu ? shown(draft.menu) : tree(row.menu),
      footer: row.footer,
      own: draft?.templates ? overlaid(row.own, draft.templates) : row.own,
      ...(values.logo ? { logo: values.logo } : {}),
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

/** Of values somebody is typing, those that could be saved as they are. */
function fitting(values: NonNullable<Unsaved['values']>): Partial<SiteShell> {
  return Object.fromEntries(
    Object.entries(values).flatMap(([key, value]) => {
      const read = Object.hasOwn(SITE_VALUES, key) ? SITE_VALUES[key as SiteKey].safeParse(value) : undefined;
      return read?.success ? [[key, read.data]] : [];
    }),
  );
}

const shown = (menu: Menu): ShellMenuEntry[] =>
  menu.map(({ label, href = '', items = [] }) => ({ label, href, items }));

/** Published templates with unsaved ones in their places. */
function overlaid(own: OwnTemplateText[], drafts: NonNullable<Unsaved['templates']>): OwnTemplateText[] {
  const named = ({ slot, locale }: { slot: string; locale: string }): string => `${slot} ${locale}`;
  const replaced = new Set(drafts.map(named));
  return [
    ...own.filter((one) => !replaced.has(named(one))),
    ...drafts.map(({ slot, locale, source }) => ({ id: null, slot, locale, subject: null, source })),
  ];
}
