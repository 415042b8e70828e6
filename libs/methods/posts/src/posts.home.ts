import { Injectable } from '@nestjs/common';
import { db, inLanguage } from '@madang/kernel';
import { HomeSources, type HomeCard, type HomeRequest, type HomeSource } from '@madang/commons-site';

interface Row {
  request: string;
  space: string;
  number: number;
  title: string;
  summary: string;
  publishedAt: Date;
  board: Record<string, string>;
  kind: string;
}

const NEWEST = `SELECT r.id AS request, x.* FROM jsonb_to_recordset($1) AS r(id text, space text, activity text, "limit" int)
  CROSS JOIN LATERAL (
    SELECT sp.slug AS space, s.number, s.title, s.summary, s.published_at AS "publishedAt", a.title AS board, coalesce(a.settings ->> 'kind', 'news') AS kind
      FROM subjects s JOIN spaces sp ON sp.id = s.space_id JOIN activities a ON a.id = s.activity_id
     WHERE s.kind = 'post' AND s.published_at IS NOT NULL AND s.hidden_at IS NULL AND sp.visibility = 'public' AND sp.archived_at IS NULL
       AND coalesce(a.settings ->> 'audience', 'public') = 'public'
       AND (r.space IS NULL OR sp.slug = r.space) AND (r.activity IS NULL OR a.slug = r.activity)
     ORDER BY s.published_at DESC, s.id DESC LIMIT least(r."limit", 12)) x`;

/** What boards give to the home page. */
@Injectable()
export class PostsHome implements HomeSource {
  readonly name = 'posts';
  readonly title = 'posts.source';
  readonly lists = ['newest'];

  constructor(sources: HomeSources) {
    sources.offer(this);
  }

  async read(requests: readonly HomeRequest[]): Promise<Map<string, HomeCard[]>> {
    const rows = await db().rows<Row>(NEWEST, [JSON.stringify(requests)]);
    const found = new Map<string, HomeCard[]>(requests.map(({ id }) => [id, []]));
    for (const row of rows)
      found.get(row.request)!.push({
        title: row.title,
        href: `/${row.space}/posts/${row.number}`,
        summary: row.summary,
        chips: row.kind === 'notice' ? [{ tone: 'info', key: 'posts.kind.notice' }] : [],
        facts: [{ text: inLanguage(row.board) }, { key: 'posts.on', params: { at: new Date(row.publishedAt) } }],
      });
    return found;
  }
}
