import { Injectable } from '@nestjs/common';
import { db } from '@madang/kernel';
import { searchQuery } from '@madang/theming';
import { sight } from '@madang/commons-spaces';
import { findIds, roomFor } from './finding.js';

export interface Found {
  id: string;
  kind: string;
  spaceSlug: string;
  spaceName: Record<string, string>;
  number: number;
  title: string;
  summary: string;
  state: string;
  publishedAt: Date;
  supports: number;
  comments: number;
}

const COLUMNS = 's.id, s.kind, s.space_id, s.published_at, s.hidden_at, s.search, s.search_text';

/** Statement of a page with room for so many: the newest that has the words. */
function found(room: number): string {
  const beyond = `s.id < coalesce($6::uuid, 'ffffffff-ffff-ffff-ffff-ffffffffffff')`;
  const ids = findIds({
    columns: COLUMNS,
    order: 's.id DESC',
    beyond,
    condition: `s.published_at IS NOT NULL AND s.hidden_at IS NULL
      AND ($5::text IS NULL OR s.kind = $5) AND s.space_id IN (SELECT sp.id FROM spaces sp WHERE sp.visibility = 'public' OR $3::boolean OR sp.id = ANY($4::uuid[]))`,
    room,
    walk: (gate, condition, limit) =>
      `SELECT ${COLUMNS} FROM subjects s WHERE ${gate} AND ${beyond} AND ${condition} ORDER BY s.id DESC LIMIT ${limit}`,
    sets: [],
    words: { indexed: 's.search @@ $1::tsquery', text: 's.search_text LIKE ALL ($2::text[])' },
  });
  return `WITH page AS MATERIALIZED (${ids})
    SELECT s.id, s.kind, sp.slug AS "spaceSlug", sp.name AS "spaceName", s.number, s.title, s.summary, s.state, s.published_at AS "publishedAt",
           s.support_count AS supports, s.comment_count AS comments
      FROM page JOIN subjects s ON s.id = page.id JOIN spaces sp ON sp.id = s.space_id ORDER BY s.id DESC`;
}

/** One box over everything people made. */
@Injectable()
export class SearchReader {
  /**
   * Finds items that contain every word of the query, any two Korean syllables included: the index
   * over pairs of letters narrows, the text itself decides. Newest first, by keyset on `before`.
   */
  async search(
    query: string,
    options: { kind?: string; before?: string | null; first?: number } = {},
  ): Promise<Found[]> {
    const { tsquery, phrases } = searchQuery(query);
    if (tsquery === '') return [];
    const [all, own] = sight();
    const first = options.first ?? 20;
    const rows = await db().rows<Found>(found(roomFor(first)), [
      tsquery,
      phrases.map(likePattern),
      all,
      own,
      options.kind ?? null,
      options.before ?? null,
    ]);
    return rows.slice(0, first);
  }
}

/** A LIKE pattern that finds the words anywhere; the pattern's own signs are escaped. */
export const likePattern = (words: string): string => `%${words.replace(/[\\%_]/g, (sign) => `\\${sign}`)}%`;
