import { Injectable } from '@nestjs/common';
import { db } from '@madang/kernel';

/** Where the site shows pictures of the library: pages, blocks, templates, logos of any look. */
@Injectable()
export class PictureUsesOfSite {
  /** Places by picture: `page about`, `home`, `home_earlier` (a version one can go back to), `logo`, `own footer`. One statement for all of them. */
  async of(ids: readonly string[]): Promise<ReadonlyMap<string, string[]>> {
    const rows = await db().rows<{ id: string; places: string[] }>(USES, [ids]);
    return new Map(rows.map(({ id, places }) => [id, places]));
  }
}

// Texts of a site are few: to search them for an address costs less than to keep a list of uses true.
const USES = `SELECT u.id, array_agg(DISTINCT u.place ORDER BY u.place) AS places FROM (
    SELECT w.id, 'page ' || p.slug AS place FROM unnest($1::uuid[]) AS w(id) JOIN page_versions v ON v.body::text LIKE '%/media/' || w.id || '%'
      JOIN pages p ON p.id = v.page_id AND p.archived_at IS NULL
    UNION ALL SELECT w.id, 'home' FROM unnest($1::uuid[]) AS w(id) JOIN home_blocks b ON b.settings::text LIKE '%/media/' || w.id || '%'
    UNION ALL SELECT w.id, 'home_earlier' FROM unnest($1::uuid[]) AS w(id) JOIN home_versions v ON v.blocks::text LIKE '%/media/' || w.id || '%'
      AND v.version < (SELECT max(version) FROM home_versions)
    UNION ALL SELECT w.id, 'own ' || o.slot FROM unnest($1::uuid[]) AS w(id) JOIN own_templates o ON o.state <> 'superseded' AND o.source LIKE '%/media/' || w.id || '%'
    UNION ALL SELECT w.id, 'logo' FROM unnest($1::uuid[]) AS w(id) JOIN looks l ON l.logo ->> 'media' = w.id::text
    UNION ALL SELECT w.id, 'logo' FROM unnest($1::uuid[]) AS w(id) JOIN site_values s ON s.key = 'logo' AND s.value ->> 'media' = w.id::text) u
  GROUP BY u.id`;
