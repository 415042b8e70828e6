import { newId } from '@madang/kernel';

type Sql = <T extends object>(statement: string, values?: unknown[]) => Promise<T[]>;

/** Processes to try operations on: a draft ready to be published, a public one, an ended one; each with an empty board. */
export interface PlantedProcesses {
  draft: string;
  openProcess: string;
  endedProcess: string;
  /** The board of the draft. */
  activityId: string;
}

/** Plants them in a space. */
export async function plantProcesses(sql: Sql, spaceId: string): Promise<PlantedProcesses> {
  const made: PlantedProcesses = { draft: newId(), openProcess: newId(), endedProcess: newId(), activityId: newId() };
  for (const [id, slug, state] of [
    [made.draft, 'spec-draft', 'draft'],
    [made.openProcess, 'spec-open', 'open'],
    [made.endedProcess, 'spec-ended', 'closed'],
  ] as const) {
    await sql(
      `INSERT INTO processes (id, space_id, slug, title, purpose, state, created_at) VALUES ($1, $2, $3, '{"ko":"시험 과정"}', '{"ko":"시험"}', $4, now())`,
      [id, spaceId, slug, state],
    );
    const activity = state === 'draft' ? made.activityId : newId();
    await sql(
      `INSERT INTO activities (id, space_id, process_id, method, slug, title, created_at) VALUES ($1, $2, $3, 'posts', $4, '{"ko":"시험 게시판"}', now())`,
      [activity, spaceId, id, `${slug}-board`],
    );
    await sql(`INSERT INTO windows (id, activity_id, interactions) VALUES ($1, $2, '{write}')`, [newId(), activity]);
  }
  return made;
}

/** An answer that waits for approval, for the item given, and a text to begin answers with. */
export async function plantDraft(sql: Sql, subjectId: string): Promise<{ template: string }> {
  const template = newId();
  await sql(
    `INSERT INTO answer_drafts (id, subject_id, kind, body, state, submitted_at, created_at, changed_at) VALUES ($1, $2, 'accepted', '하겠습니다.', 'submitted', now(), now(), now())`,
    [newId(), subjectId],
  );
  await sql(
    `INSERT INTO answer_templates (id, name, kind, body, created_at) VALUES ($1, '시험', 'accepted', '하겠습니다.', now())`,
    [template],
  );
  return { template };
}
