import { Injectable } from '@nestjs/common';
import { db } from '@madang/kernel';
import { searchQuery } from '@madang/theming';
import { sight } from '@madang/commons-spaces';

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
    return db().rows<Found>(
      `SELECT s.id, s.kind, sp.slug AS "spaceSlug", sp.name AS "spaceName", s.number, s.title, s.summary, s.state, s.published_at AS "publishedAt",
              s.support_count AS supports, s.comment_count AS comments
         FROM subjects s JOIN spaces sp ON sp.id = s.space_id
        WHERE s.search @@ $1::tsquery AND s.search_text LIKE ALL ($2::text[])
          AND s.published_at IS NOT NULL AND s.hidden_at IS NULL AND (sp.visibility = 'public' OR $3::boolean OR sp.id = ANY($4::uuid[]))
          AND ($5::text IS NULL OR s.kind = $5) AND ($6::uuid IS NULL OR s.id < $6)
        ORDER BY s.id DESC LIMIT $7`,
      [tsquery, phrases.map(likePattern), all, own, options.kind ?? null, options.before ?? null, options.first ?? 20],
    );
  }
}

/** A LIKE pattern that finds the words anywhere; the pattern's own signs are escaped. */
export const likePattern = (words: string): string => `%${words.replace(/[\\%_]/g, (sign) => `\\${sign}`)}%`;
