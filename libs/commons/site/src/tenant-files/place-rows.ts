import { db, now, stableId, tenant } from '@madang/kernel';
import { dayOf } from './days.js';
import type { TenantFolder } from './folder.js';
import type { ActivityFile } from './folder.schema.js';
import { same } from '../revision.js';

const id = (...words: string[]): string => stableId(tenant().id, ...words);

interface Placed extends ActivityFile {
  space: string;
  process: string | null;
}

/** All activities of a folder with the space and process they belong to. */
export const activitiesOf = (folder: TenantFolder): Placed[] =>
  folder.spaces.flatMap((space) => [
    ...space.activities.map((activity) => ({ ...activity, space: space.slug, process: null })),
    ...space.processes.flatMap((process) =>
      process.activities.map((activity) => ({ ...activity, space: space.slug, process: process.slug })),
    ),
  ]);

/**
 * Departments, categories, spaces, processes, phases, activities and windows: one statement each,
 * found again by their natural keys, so that rows made elsewhere under the same name are adopted.
 * @returns what differs now
 */
export async function applyPlaces(folder: TenantFolder, dayZero: string): Promise<string[]> {
  const { offices, spaces } = folder;
  const changes: string[] = [];
  const put = async (kind: string, sql: string, rows: object[]): Promise<void> => {
    const changed = await db().rows<{ name: string }>(sql, [JSON.stringify(rows), now()]);
    changes.push(...changed.map((row) => `${kind} ${row.name}`));
  };
  await put(
    'department',
    DEPARTMENTS,
    offices.departments.map((one, position) => ({ ...one, id: id('department', one.slug), position })),
  );
  await put(
    'category',
    CATEGORIES,
    offices.categories.map((one, position) => ({ ...one, id: id('category', one.slug), position })),
  );
  await put(
    'space',
    PLACES,
    spaces.map(({ slug, kind, name, summary, visibility, joining }, position) => ({
      id: id('space', slug),
      slug,
      kind,
      name,
      summary,
      visibility,
      joining,
      position,
    })),
  );
  const processes = spaces.flatMap((space) =>
    space.processes.map((process, position) => ({ ...process, space: space.slug, position })),
  );
  await put(
    'process',
    PROCESSES,
    processes.map(({ phases: _phases, activities: _activities, ...one }) => ({
      ...one,
      id: id('process', one.space, one.slug),
      body: one.body ?? {},
      decides: one.decides ?? {},
      result: one.result ?? {},
    })),
  );
  const phases = processes.flatMap((process) =>
    process.phases.map((phase, position) => ({
      id: id('phase', process.space, process.slug, phase.slug),
      space: process.space,
      process: process.slug,
      slug: phase.slug,
      title: phase.title,
      from: phase.from ? dayOf(phase.from, dayZero) : null,
      to: phase.to ? dayOf(phase.to, dayZero) : null,
      precision: phase.precision,
      position,
    })),
  );
  await put('phase', PHASES, phases);
  const activities = activitiesOf(folder);
  await put(
    'activity',
    ACTIVITIES,
    activities.map(({ windows: _windows, ...one }, position) => ({
      ...one,
      id: id('activity', one.space, one.slug),
      summary: one.summary ?? {},
      position,
    })),
  );
  const windows = activities.flatMap((activity) =>
    activity.windows.map((window) => ({
      id: id('window', activity.space, activity.slug, window.phase ?? ''),
      space: activity.space,
      activity: activity.slug,
      phase: window.phase ?? null,
      interactions: window.interactions,
    })),
  );
  await put('window', WINDOWS, windows);
  await put('phase gone', PHASES_GONE, phases);
  await put('window gone', WINDOWS_GONE, windows.length > 0 ? windows : []);
  return changes;
}

const DEPARTMENTS = `INSERT INTO departments AS d (id, slug, name, contact, position)
  SELECT r.id, r.slug, r.name, r.contact, r.position FROM jsonb_to_recordset($1) AS r(id uuid, slug text, name jsonb, contact text, position int) WHERE $2::timestamptz IS NOT NULL
  ON CONFLICT (slug) DO UPDATE SET name = excluded.name, contact = excluded.contact, position = excluded.position
  WHERE (d.name, d.contact, d.position) IS DISTINCT FROM (excluded.name, excluded.contact, excluded.position) RETURNING d.slug AS name`;

const CATEGORIES = `INSERT INTO categories AS c (id, slug, name, department_id, position)
  SELECT r.id, r.slug, r.name, d.id, r.position FROM jsonb_to_recordset($1) AS r(id uuid, slug text, name jsonb, department text, position int)
    LEFT JOIN departments d ON d.slug = r.department WHERE $2::timestamptz IS NOT NULL
  ON CONFLICT (slug) DO UPDATE SET name = excluded.name, department_id = excluded.department_id, position = excluded.position, active = true
  WHERE (c.name, c.department_id, c.position, c.active) IS DISTINCT FROM (excluded.name, excluded.department_id, excluded.position, true) RETURNING c.slug AS name`;

const PLACES = `INSERT INTO spaces AS s (id, slug, kind, name, summary, visibility, joining, position, created_at)
  SELECT r.id, r.slug, r.kind, r.name, r.summary, r.visibility, r.joining, r.position, $2
    FROM jsonb_to_recordset($1) AS r(id uuid, slug text, kind text, name jsonb, summary jsonb, visibility text, joining text, position int)
  ON CONFLICT (slug) DO UPDATE SET kind = excluded.kind, name = excluded.name, summary = excluded.summary, visibility = excluded.visibility,
    joining = excluded.joining, position = excluded.position, archived_at = NULL
  WHERE (s.kind, s.name, s.summary, s.visibility, s.joining, s.position, s.archived_at IS NOT NULL)
    IS DISTINCT FROM (excluded.kind, excluded.name, excluded.summary, excluded.visibility, excluded.joining, excluded.position, false) RETURNING s.slug AS name`;

const PROCESSES = `INSERT INTO processes AS p (id, space_id, slug, title, purpose, body, decides, result, state, position, created_at)
  SELECT r.id, sp.id, r.slug, r.title, r.purpose, r.body, r.decides, r.result, r.state, r.position, $2
    FROM jsonb_to_recordset($1) AS r(id uuid, space text, slug text, title jsonb, purpose jsonb, body jsonb, decides jsonb, result jsonb, state text, position int)
    JOIN spaces sp ON sp.slug = r.space
  ON CONFLICT (space_id, slug) DO UPDATE SET title = excluded.title, purpose = excluded.purpose, body = excluded.body, decides = excluded.decides,
    result = excluded.result, state = excluded.state, position = excluded.position
  WHERE (p.title, p.purpose, p.body, p.decides, p.result, p.state, p.position)
    IS DISTINCT FROM (excluded.title, excluded.purpose, excluded.body, excluded.decides, excluded.result, excluded.state, excluded.position) RETURNING p.slug AS name`;

const PHASES = `INSERT INTO phases AS f (id, process_id, slug, title, starts_on, ends_on, precision, position)
  SELECT r.id, p.id, r.slug, r.title, r."from", r."to", r.precision, r.position
    FROM jsonb_to_recordset($1) AS r(id uuid, space text, process text, slug text, title jsonb, "from" date, "to" date, precision text, position int)
    JOIN spaces sp ON sp.slug = r.space JOIN processes p ON p.space_id = sp.id AND p.slug = r.process WHERE $2::timestamptz IS NOT NULL
  ON CONFLICT (process_id, slug) DO UPDATE SET title = excluded.title, starts_on = excluded.starts_on, ends_on = excluded.ends_on,
    precision = excluded.precision, position = excluded.position
  WHERE (f.title, f.starts_on, f.ends_on, f.precision, f.position)
    IS DISTINCT FROM (excluded.title, excluded.starts_on, excluded.ends_on, excluded.precision, excluded.position) RETURNING f.slug AS name`;

const ACTIVITIES = `INSERT INTO activities AS a (id, space_id, process_id, method, slug, title, summary, settings, state, position, created_at)
  SELECT r.id, sp.id, p.id, r.method, r.slug, r.title, r.summary, r.settings, r.state, r.position, $2
    FROM jsonb_to_recordset($1) AS r(id uuid, space text, process text, method text, slug text, title jsonb, summary jsonb, settings jsonb, state text, position int)
    JOIN spaces sp ON sp.slug = r.space LEFT JOIN processes p ON p.space_id = sp.id AND p.slug = r.process
  ON CONFLICT (space_id, slug) DO UPDATE SET process_id = excluded.process_id, method = excluded.method, title = excluded.title, summary = excluded.summary,
    settings = excluded.settings, state = excluded.state, position = excluded.position
  WHERE (a.process_id, a.method, a.title, a.summary, a.settings, a.state, a.position)
    IS DISTINCT FROM (excluded.process_id, excluded.method, excluded.title, excluded.summary, excluded.settings, excluded.state, excluded.position) RETURNING a.slug AS name`;

const WINDOW_KEYS = `FROM jsonb_to_recordset($1) AS r(id uuid, space text, activity text, phase text, interactions text[])
    JOIN spaces sp ON sp.slug = r.space JOIN activities a ON a.space_id = sp.id AND a.slug = r.activity
    LEFT JOIN phases f ON f.process_id = a.process_id AND f.slug = r.phase`;

const WINDOWS = `INSERT INTO windows AS w (id, activity_id, phase_id, interactions)
  SELECT r.id, a.id, f.id, r.interactions ${WINDOW_KEYS} WHERE $2::timestamptz IS NOT NULL
  ON CONFLICT (activity_id, phase_id) DO UPDATE SET interactions = excluded.interactions
  WHERE w.interactions IS DISTINCT FROM excluded.interactions RETURNING w.id::text AS name`;

// Phases and windows are rules, not contributions: of the processes and activities named, what is not named goes.
const PHASES_GONE = `DELETE FROM phases f USING (
    SELECT p.id, array_agg(r.slug) AS slugs FROM jsonb_to_recordset($1) AS r(space text, process text, slug text)
      JOIN spaces sp ON sp.slug = r.space JOIN processes p ON p.space_id = sp.id AND p.slug = r.process GROUP BY p.id) named
  WHERE f.process_id = named.id AND f.slug <> ALL (named.slugs) AND $2::timestamptz IS NOT NULL RETURNING f.slug AS name`;

const WINDOWS_GONE = `WITH named AS (SELECT a.id AS activity_id, f.id AS phase_id ${WINDOW_KEYS})
  DELETE FROM windows w WHERE w.activity_id IN (SELECT activity_id FROM named) AND $2::timestamptz IS NOT NULL
    AND NOT EXISTS (SELECT 1 FROM named n WHERE n.activity_id = w.activity_id AND n.phase_id IS NOT DISTINCT FROM w.phase_id) RETURNING w.id::text AS name`;

interface Brought {
  spaces: string[];
  activities: string[];
  processes: string[];
  categories: string[];
  pages: string[];
}

/**
 * Archives spaces and pages, closes activities and processes and switches categories off that an
 * earlier application brought and the folder no longer names. Nothing people wrote is removed.
 */
export async function letGo(folder: TenantFolder): Promise<string[]> {
  const brought: Brought = {
    spaces: folder.spaces.map((one) => one.slug).sort(),
    activities: activitiesOf(folder)
      .map((one) => `${one.space}/${one.slug}`)
      .sort(),
    processes: folder.spaces.flatMap((space) => space.processes.map((one) => `${space.slug}/${one.slug}`)).sort(),
    categories: folder.offices.categories.map((one) => one.slug).sort(),
    pages: folder.pages.map((one) => one.slug).sort(),
  };
  const row = await db().row<{ value: Brought }>(`SELECT value FROM site_values WHERE key = 'from_files'`);
  const before = row?.value;
  if (before && same(before, brought)) return [];
  const changes: string[] = [];
  for (const kind of Object.keys(GONE) as (keyof Brought)[]) {
    const gone = (before?.[kind] ?? []).filter((name) => !brought[kind].includes(name));
    if (gone.length === 0) continue;
    const done = await db().rows<{ name: string }>(GONE[kind], [gone, now()]);
    changes.push(...done.map((one) => `${kind} ${one.name} archived`));
  }
  await db().run(
    `INSERT INTO site_values (key, value, changed_at) VALUES ('from_files', $1, $2) ON CONFLICT (key) DO UPDATE SET value = excluded.value, changed_at = excluded.changed_at`,
    [JSON.stringify(brought), now()],
  );
  return changes;
}

const GONE: Record<keyof Brought, string> = {
  spaces: 'UPDATE spaces SET archived_at = $2 WHERE slug = ANY($1) AND archived_at IS NULL RETURNING slug AS name',
  activities: `UPDATE activities a SET state = 'closed' FROM spaces sp WHERE sp.id = a.space_id AND sp.slug || '/' || a.slug = ANY($1) AND a.state <> 'closed' AND $2::timestamptz IS NOT NULL RETURNING a.slug AS name`,
  processes: `UPDATE processes p SET state = 'closed' FROM spaces sp WHERE sp.id = p.space_id AND sp.slug || '/' || p.slug = ANY($1) AND p.state <> 'closed' AND $2::timestamptz IS NOT NULL RETURNING p.slug AS name`,
  categories:
    'UPDATE categories SET active = false WHERE slug = ANY($1) AND active AND $2::timestamptz IS NOT NULL RETURNING slug AS name',
  pages: 'UPDATE pages SET archived_at = $2 WHERE slug = ANY($1) AND archived_at IS NULL RETURNING slug AS name',
};
