import { db, stableId, tenant } from '@madang/kernel';
import { addMoves, addProposals, type ImportedProposal } from './bulk.js';
import { slugOf, type Ground } from './ground.js';
import type { BudgetMeta } from './pabulib-ground.js';
import { answerWords, categoryName, factLines } from './words.js';

/** A project of a budget. */
export interface Project {
  line: number;
  id: string;
  name: string;
  description: string;
  cost: number;
  /** Votes as the file states them. */
  votes: number | null;
  /** What the city decided: true for projects it pays for; null where the file does not say. */
  selected: boolean | null;
  categories: string[];
  targets: string[];
  latitude: number | null;
  longitude: number | null;
}

const TITLE = 200;
const list = (cell: string | undefined): string[] =>
  (cell ?? '')
    .split(',')
    .map((part) => part.trim())
    .filter(Boolean);

/** Reads a row of PROJECTS, or says what is wrong with it. */
export function readProject(fields: Record<string, string>, bad: (reason: string) => void): Project | undefined {
  const id = fields['project_id'] ?? '';
  const cost = numberOf(fields['cost']);
  const [latitude, longitude] = [numberOf(fields['latitude']), numberOf(fields['longitude'])];
  if (id === '') return void bad('a project without project_id');
  if (cost === null || cost < 0)
    return void bad(`the cost of project ${id} must be a number of at least 0, not ${fields['cost'] || 'empty'}`);
  if ((fields['votes'] ?? '') !== '' && numberOf(fields['votes']) === null)
    return void bad(`the votes of project ${id} must be a number`);
  // Some cities write 0 where they know no place; the point in the Gulf of Guinea is nobody's park.
  const placed = latitude !== null && longitude !== null && (latitude !== 0 || longitude !== 0);
  if (placed && (Math.abs(latitude) > 90 || Math.abs(longitude) > 180))
    return void bad(`project ${id} lies at ${latitude}, ${longitude}: no such place`);
  const selected = fields['selected'] ?? '';
  return {
    line: 0,
    id,
    name: (fields['name'] || id).normalize('NFC'),
    description: (fields['description'] ?? '').normalize('NFC'),
    cost: Math.round(cost),
    votes: numberOf(fields['votes']),
    selected: selected === '' ? null : selected === '1' || selected === '2',
    categories: list(fields['category']),
    targets: list(fields['target'] ?? fields['beneficiaries']),
    latitude: placed ? latitude : null,
    longitude: placed ? longitude : null,
  };
}

function numberOf(cell: string | undefined): number | null {
  const text = (cell ?? '').replace(',', '.');
  return /^-?\d+(\.\d+)?([eE][+-]?\d+)?$/.test(text) ? Number(text) : null;
}

/** Adds the projects as proposals that went through the vote; what the city decided is their official answer. */
export async function addProjects(ground: Ground, projects: readonly Project[], meta: BudgetMeta): Promise<number> {
  const categories = await addCategories(projects);
  const { locale } = tenant();
  const items = projects.map((project): ImportedProposal => ({
    id: stableId(ground.key, 'project', project.id),
    sourceKey: `${ground.key}:${project.id}`,
    title: project.name.length > TITLE ? `${project.name.slice(0, TITLE - 1).trimEnd()}…` : project.name,
    content: [project.name, project.description, factLines(locale, project, meta)].filter(Boolean).join('\n\n'),
    state: project.selected === null ? 'awaiting_assignment' : 'answered',
    authorId: null,
    categoryId: categories.get(project.categories[0] ?? '') ?? null,
    cost: project.cost,
    place: '',
    latitude: project.latitude,
    longitude: project.longitude,
    hidden: false,
    at: meta.beginsAt,
  }));
  const fresh = new Set(await addProposals(ground, items, meta.language));
  const made = projects
    .map((project, index) => ({ ...project, subjectId: items[index]!.id }))
    .filter(({ subjectId }) => fresh.has(subjectId));
  await addMoves(
    made.map(({ subjectId }) => ({
      subjectId,
      from: 'collecting',
      to: 'awaiting_assignment',
      rule: 'deadline',
      at: meta.endsAt,
    })),
  );
  const decided = made.filter(({ selected }) => selected !== null);
  const decidedAt = new Date(meta.endsAt.getTime() + 86_400_000);
  await addMoves(
    decided.map(({ subjectId }) => ({
      subjectId,
      from: 'awaiting_assignment',
      to: 'answered',
      rule: 'imported',
      at: decidedAt,
    })),
  );
  await db().run(
    `INSERT INTO answers (id, subject_id, kind, body, reason, budget, published_at, created_at)
     SELECT id, subject_id, kind, body, reason, budget, $7, $7 FROM unnest($1::uuid[], $2::uuid[], $3::text[], $4::text[], $5::text[], $6::bigint[]) AS a(id, subject_id, kind, body, reason, budget)`,
    [
      decided.map(({ subjectId }) => stableId(subjectId, 'answer')),
      decided.map(({ subjectId }) => subjectId),
      decided.map(({ selected }) => (selected ? 'accepted' : 'declined')),
      decided.map((project) => answerWords(locale, project, meta).body),
      decided.map((project) => answerWords(locale, project, meta).reason),
      decided.map(({ selected, cost }) => (selected ? cost : null)),
      decidedAt,
    ],
  );
  await db().run(
    `UPDATE proposals p SET collecting_until = $2, supports_at_review = v.votes FROM unnest($1::uuid[], $3::int[]) AS v(id, votes) WHERE p.id = v.id`,
    [made.map(({ subjectId }) => subjectId), meta.endsAt, made.map(({ votes }) => (meta.countsVotes ? votes : null))],
  );
  await db().run('UPDATE subjects SET state_since = $2 WHERE id = ANY($1)', [[...fresh], decidedAt]);
  return fresh.size;
}

/** Categories of the file that the tenant lacks. @returns ids by the words of the file */
async function addCategories(projects: readonly Project[]): Promise<Map<string, string>> {
  const words = [...new Set(projects.flatMap(({ categories }) => categories.slice(0, 1)))];
  const slugs = words.map((word) => slugOf(word));
  await db().run(
    `INSERT INTO categories (id, slug, name, position) SELECT id, slug, name::jsonb, 100 + place FROM unnest($1::uuid[], $2::text[], $3::text[]) WITH ORDINALITY AS c(id, slug, name, place)
     ON CONFLICT (slug) DO NOTHING`,
    [
      slugs.map((slug) => stableId('import', 'category', slug)),
      slugs,
      words.map((word) => JSON.stringify(categoryName(word))),
    ],
  );
  const rows = await db().rows<{ id: string; slug: string }>('SELECT id, slug FROM categories WHERE slug = ANY($1)', [
    slugs,
  ]);
  const bySlug = new Map(rows.map(({ id, slug }) => [slug, id]));
  return new Map(words.map((word, index) => [word, bySlug.get(slugs[index]!)!]));
}
