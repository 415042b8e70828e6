import { actor, db, newId, now } from '@madang/kernel';
import { readBlocks, type StoredBlock } from '../home.blocks.js';

/** Versions that are kept; older ones go. */
const MOST = 50;

/**
 * Keeps what the home page is made of now as a version, in the unit of work that changed it, so that nothing is shown that is
 * not in the history. What stood there before anybody kept versions becomes the first.
 */
export async function keepHome(before: readonly StoredBlock[]): Promise<void> {
  if (before.length > 0 && !(await db().row('SELECT 1 FROM home_versions LIMIT 1'))) await insert(before, null);
  await insert(await readBlocks(), actor().personId);
  await db().run('DELETE FROM home_versions WHERE version <= (SELECT max(version) - $1::int FROM home_versions)', [
    MOST,
  ]);
}

async function insert(blocks: readonly StoredBlock[], personId: string | null): Promise<void> {
  await db().run(
    `INSERT INTO home_versions (id, version, blocks, created_at, created_by) SELECT $1, coalesce(max(version), 0) + 1, $2, $3, $4 FROM home_versions`,
    [newId(), JSON.stringify(blocks), now(), personId],
  );
}
