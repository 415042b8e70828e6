import { db, now, stableId, tenant } from '@madang/kernel';
import { ImportRefused } from './problems.js';

export type Words = Record<string, string>;

/** A phase of the process that an import makes. */
export interface PhasePlan {
  slug: string;
  title: Words;
  from: string | null;
  to: string | null;
  precision: 'day' | 'month' | 'season' | 'year' | 'open';
  /** What may be done in it. */
  open: readonly string[];
}

export interface GroundPlan {
  /** The kind of source: pabulib or polis. */
  source: string;
  file: string;
  space?: string;
  slug: string;
  title: Words;
  purpose: Words;
  decides: Words;
  phases: readonly PhasePlan[];
  /** What may be done at any time. */
  always: readonly string[];
  settings: Record<string, unknown>;
}

/** Where imported items go. */
export interface Ground {
  spaceId: string;
  spaceSlug: string;
  processId: string;
  activityId: string;
  /** Begins the source keys of everything this import brings. */
  key: string;
}

/** The process, its phases and its one activity of proposals; found again by the ids that the same import always makes. */
export async function prepareGround(plan: GroundPlan): Promise<Ground> {
  const space = await spaceOf(plan);
  const key = `${plan.source}:${space.slug}/${plan.slug}`;
  const processId = stableId(key, 'process');
  const activityId = stableId(key, 'activity');
  await db().run(
    `INSERT INTO processes (id, space_id, slug, title, purpose, decides, state, created_at) VALUES ($1, $2, $3, $4, $5, $6, 'open', $7)
     ON CONFLICT DO NOTHING`,
    [processId, space.id, plan.slug, plan.title, plan.purpose, plan.decides, now()],
  );
  for (const [position, phase] of plan.phases.entries())
    await db().run(
      `INSERT INTO phases (id, process_id, slug, title, starts_on, ends_on, precision, position)
       SELECT $1, id, $3, $4, $5::date, $6::date, $7, $8 FROM processes WHERE id = $2 ON CONFLICT DO NOTHING`,
      [
        stableId(key, 'phase', phase.slug),
        processId,
        phase.slug,
        phase.title,
        phase.from,
        phase.to,
        phase.precision,
        position,
      ],
    );
  await db().run(
    `INSERT INTO activities (id, space_id, process_id, method, slug, title, settings, created_at)
     SELECT $1, space_id, id, 'proposals', slug, title, $3, $4 FROM processes WHERE id = $2 ON CONFLICT DO NOTHING`,
    [activityId, processId, plan.settings, now()],
  );
  const made = await db().row('SELECT 1 FROM activities WHERE id = $1 AND process_id = $2', [activityId, processId]);
  if (!made)
    throw new ImportRefused([
      {
        file: plan.file,
        line: 0,
        reason: `the space ${space.slug} has another process or activity called ${plan.slug}`,
      },
    ]);
  const windows = [
    { phase: null as string | null, open: plan.always },
    ...plan.phases.map(({ slug, open }) => ({ phase: stableId(key, 'phase', slug), open })),
  ];
  for (const { phase, open } of windows)
    if (open.length > 0)
      await db().run(
        'INSERT INTO windows (id, activity_id, phase_id, interactions) VALUES ($1, $2, $3, $4) ON CONFLICT DO NOTHING',
        [stableId(key, 'window', phase ?? ''), activityId, phase, open],
      );
  return { spaceId: space.id, spaceSlug: space.slug, processId, activityId, key };
}

/** The space that was named, or the one of the whole site, which a tenant without any gets. */
async function spaceOf(plan: GroundPlan): Promise<{ id: string; slug: string }> {
  const spaces = await db().rows<{ id: string; slug: string; kind: string }>(
    'SELECT id, slug, kind FROM spaces WHERE archived_at IS NULL ORDER BY position, slug LIMIT 200',
  );
  if (plan.space) {
    const named = spaces.find(({ slug }) => slug === plan.space);
    if (!named)
      throw new ImportRefused([
        {
          file: plan.file,
          line: 0,
          reason: `there is no space ${plan.space}; there are: ${spaces.map(({ slug }) => slug).join(', ') || 'none'}`,
        },
      ]);
    return named;
  }
  const whole = spaces.find(({ kind }) => kind === 'site') ?? spaces[0];
  if (whole) return whole;
  const id = stableId('import', 'space');
  await db().run(`INSERT INTO spaces (id, slug, kind, name, created_at) VALUES ($1, 'all', 'site', $2, $3)`, [
    id,
    tenant().name,
    now(),
  ]);
  return { id, slug: 'all' };
}

/** A name as a part of addresses: `Poland_Wieliczka_2023` gives `poland-wieliczka-2023`. */
export function slugOf(name: string): string {
  const plain = name
    .replaceAll('ł', 'l')
    .replaceAll('Ł', 'L')
    .normalize('NFD')
    .replace(/[^\x20-\x7e]/g, '')
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, '-')
    .replace(/^[^a-z]+|-+$/g, '');
  return plain.slice(0, 60).replace(/-+$/, '') || `import-${stableId(name).slice(0, 8)}`;
}
