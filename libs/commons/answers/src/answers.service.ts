import { Injectable } from '@nestjs/common';
import { actor, conflict, db, invalid, missing, newId, now, publish, readInput } from '@madang/kernel';
import { record } from '@madang/commons-audit';
import { AnswerInput, AssignInput, ProgressInput } from './answers.types.js';

/**
 * Rows of assignment, answer and progress. The method that owns the item checks who may do this and
 * moves the item; here the rows, their rules and their events are kept.
 */
@Injectable()
export class Answers {
  /** Puts somebody in charge until a day; an earlier assignment ends. */
  async assign(raw: AssignInput & { dueOn: string }, options: { at?: Date } = {}): Promise<void> {
    const input = readInput(AssignInput, raw);
    if (!input.departmentId && !input.officerId)
      throw invalid('invalid_input', [{ field: 'departmentId', code: 'required' }]);
    const at = options.at ?? now();
    await db().run('UPDATE assignments SET ended_at = $2 WHERE subject_id = $1 AND ended_at IS NULL', [
      input.subjectId,
      at,
    ]);
    const done = await db().run(
      `INSERT INTO assignments (id, subject_id, department_id, officer_id, assigned_by, assigned_at, due_on)
       SELECT $1, $2, coalesce($3, o.department_id), o.id, $5, $6, $7 FROM (SELECT 1) one LEFT JOIN people o ON o.id = $4 AND o.role IN ('officer', 'administrator')
        WHERE ($4::uuid IS NULL OR o.id IS NOT NULL)`,
      [newId(), input.subjectId, input.departmentId ?? null, input.officerId ?? null, actor().personId, at, raw.dueOn],
    );
    if (done === 0) throw invalid('invalid_input', [{ field: 'officerId', code: 'choice' }]);
    await record('answers.assigned', 'subject', input.subjectId, undefined, {
      officerId: input.officerId,
      departmentId: input.departmentId,
      dueOn: raw.dueOn,
    });
  }

  /**
   * Publishes the answer to an item; there is one, and changing it later keeps its date and shows the change. `over` is when the one
   * that the writer saw was given or last changed, null where there was none: another one is not replaced.
   */
  async answer(
    raw: AnswerInput,
    options: { at?: Date; officerId?: string | null; over?: string | null } = {},
  ): Promise<void> {
    const input = readInput(AnswerInput, raw);
    if (input.kind !== 'accepted' && input.kind !== 'already' && !input.reason)
      throw invalid('invalid_input', [{ field: 'reason', code: 'required' }]);
    const at = options.at ?? now();
    const row = await db().row<{ version: number }>(
      `INSERT INTO answers (id, subject_id, kind, body, reason, next_step, budget, promised_on, department_id, officer_id, published_at, created_at)
       SELECT $1, $2, $3, $4, $5, $6, $7, $8, a.department_id, coalesce($9, a.officer_id), $10, $10
         FROM (SELECT 1) one LEFT JOIN assignments a ON a.subject_id = $2 AND a.ended_at IS NULL
       ON CONFLICT (subject_id) DO UPDATE SET kind = excluded.kind, body = excluded.body, reason = excluded.reason,
         next_step = excluded.next_step, budget = excluded.budget, promised_on = excluded.promised_on, edited_at = excluded.created_at,
         version = answers.version + 1
         WHERE NOT $11::boolean OR coalesce(answers.edited_at, answers.published_at) = $12::timestamptz RETURNING version`,
      [
        newId(),
        input.subjectId,
        input.kind,
        input.body,
        input.reason ?? '',
        input.nextStep ?? '',
        input.budget ?? null,
        input.promisedOn ?? null,
        options.officerId ?? actor().personId,
        at,
        options.over !== undefined,
        options.over ?? null,
      ],
    );
    if (!row) throw conflict('changed_meanwhile');
    await record(row.version === 1 ? 'answers.published' : 'answers.changed', 'subject', input.subjectId, undefined, {
      kind: input.kind,
    });
    if (row.version === 1)
      await publish({ name: 'answers.published', subjectId: input.subjectId, data: { kind: input.kind } });
  }

  /** Ends the current assignment: the answer is given. */
  async release(subjectId: string, at = now()): Promise<void> {
    await db().run('UPDATE assignments SET ended_at = $2 WHERE subject_id = $1 AND ended_at IS NULL', [subjectId, at]);
  }

  /** Reports on the carrying out. */
  async report(raw: ProgressInput, options: { at?: Date } = {}): Promise<string> {
    const input = readInput(ProgressInput, raw);
    const id = newId();
    await db().run(
      'INSERT INTO progress (id, subject_id, status, body, next_report_on, author_id, at) VALUES ($1, $2, $3, $4, $5, $6, $7)',
      [
        id,
        input.subjectId,
        input.status,
        input.body,
        input.nextReportOn ?? null,
        actor().personId,
        options.at ?? now(),
      ],
    );
    await publish({ name: 'progress.reported', subjectId: input.subjectId, data: { status: input.status } });
    return id;
  }

  /** The officer an item is assigned to now. @throws missing when nobody is */
  async inCharge(subjectId: string): Promise<{ officerId: string | null; departmentId: string | null; dueOn: string }> {
    const row = await db().row<{ officerId: string | null; departmentId: string | null; dueOn: string }>(
      `SELECT officer_id AS "officerId", department_id AS "departmentId", due_on::text AS "dueOn" FROM assignments WHERE subject_id = $1 AND ended_at IS NULL`,
      [subjectId],
    );
    if (!row) throw missing('assignment_missing');
    return row;
  }
}
