import { Injectable } from '@nestjs/common';
import { actor, conflict, db, demand, invalid, may, missing, newId, now, publish, readInput } from '@madang/kernel';
import { record } from '@madang/commons-audit';
import type { AnswerInput, AnswerKind } from '@madang/commons-answers';
import { SaveDraftInput } from './drafts.inputs.js';
import { InputActs, type InputHandler } from './input-acts.js';

export interface DraftRow {
  subjectId: string;
  kind: AnswerKind | null;
  body: string;
  reason: string;
  nextStep: string;
  budget: number | null;
  promisedOn: string | null;
  state: 'writing' | 'submitted' | 'returned';
  /** What the approver wants changed. */
  note: string;
  author: string | null;
  authorId: string | null;
  submittedAt: Date | null;
  changedAt: Date;
  revision: number;
}

interface Place {
  kind: string;
  spaceId: string;
  approverId: string | null;
  needsApproval: boolean;
  answered: boolean;
}

const DRAFT = `SELECT ad.subject_id AS "subjectId", ad.kind, ad.body, ad.reason, ad.next_step AS "nextStep", ad.budget::float8 AS budget,
    ad.promised_on::text AS "promisedOn", ad.state, ad.note, p.display_name AS author, ad.author_id AS "authorId", ad.submitted_at AS "submittedAt",
    ad.changed_at AS "changedAt", ad.revision
  FROM answer_drafts ad LEFT JOIN people p ON p.id = ad.author_id WHERE ad.subject_id = $1`;

/** Answers on their way to the public: written, looked at where the activity asks for it, published. */
@Injectable()
export class AnswerDrafts {
  constructor(private readonly acts: InputActs) {}

  /** The draft of an item; null where nobody has begun one. */
  async find(subjectId: string): Promise<DraftRow | null> {
    demand('read', 'Input');
    await this.demandPart(subjectId);
    return (await db().row<DraftRow>(DRAFT, [subjectId])) ?? null;
  }

  /** What the current actor may do about the answer of an item. */
  async standing(subjectId: string): Promise<{ write: boolean; approve: boolean; needsApproval: boolean }> {
    const place = await this.place(subjectId);
    const write = await this.writer(place, subjectId).then(
      () => true,
      () => false,
    );
    return { write, approve: this.approves(place), needsApproval: place.needsApproval };
  }

  /** Keeps what was written; nobody else hears of it. @returns the new revision */
  async save(raw: SaveDraftInput): Promise<number> {
    const input = readInput(SaveDraftInput, raw);
    const place = await this.place(input.subjectId);
    await this.demandWriter(place, input.subjectId);
    const values = [
      input.subjectId,
      input.revision,
      input.kind ?? null,
      input.body ?? '',
      input.reason ?? '',
      input.nextStep ?? '',
      input.budget ?? null,
      input.promisedOn ?? null,
      actor().personId,
      now(),
    ];
    const row =
      input.revision === 0
        ? await db().row<{ revision: number }>(
            `INSERT INTO answer_drafts (id, subject_id, kind, body, reason, next_step, budget, promised_on, author_id, created_at, changed_at)
             SELECT $11, $1, $3, $4, $5, $6, $7, $8, $9, $10, $10 WHERE $2::int = 0 ON CONFLICT (subject_id) DO NOTHING RETURNING revision`,
            [...values, newId()],
          )
        : await db().row<{ revision: number }>(
            `UPDATE answer_drafts SET kind = $3, body = $4, reason = $5, next_step = $6, budget = $7, promised_on = $8, author_id = $9, changed_at = $10,
               revision = revision + 1, state = CASE WHEN state = 'submitted' THEN 'writing' ELSE state END WHERE subject_id = $1 AND revision = $2 RETURNING revision`,
            values,
          );
    if (!row) throw conflict('changed_meanwhile');
    return row.revision;
  }

  /** Hands a draft to whoever approves it. */
  async submit(subjectId: string, revision: number): Promise<void> {
    const place = await this.place(subjectId);
    await this.demandWriter(place, subjectId);
    const draft = await this.whole(subjectId);
    await this.step(subjectId, revision, 'submitted', draft.note);
    await record('answers.submitted', 'subject', subjectId);
    await publish({ name: 'answers.submitted', subjectId });
  }

  /** Gives a draft back, saying what should change. */
  async giveBack(subjectId: string, revision: number, note: string): Promise<void> {
    const place = await this.place(subjectId);
    if (!this.approves(place)) demand('approve', 'Answer', { spaceId: place.spaceId });
    if (note.trim() === '') throw invalid('invalid_input', [{ field: 'note', code: 'required' }]);
    const draft = await this.whole(subjectId);
    if (draft.state !== 'submitted') throw conflict('draft_not_submitted');
    await this.step(subjectId, revision, 'returned', note.trim().slice(0, 1000));
    await record('answers.returned', 'subject', subjectId, note.trim().slice(0, 500));
    if (draft.authorId) await publish({ name: 'answers.returned', subjectId, data: { personId: draft.authorId } });
  }

  /**
   * Publishes a draft as the official answer. Where answers need approval an approver does it; elsewhere whoever
   * may write it.
   */
  async publish(subjectId: string, revision: number): Promise<void> {
    const place = await this.place(subjectId);
    const approves = this.approves(place);
    if (place.needsApproval && !approves) throw conflict('approval_needed');
    if (!approves) await this.demandWriter(place, subjectId);
    const draft = await this.whole(subjectId);
    if (draft.revision !== revision) throw conflict('changed_meanwhile');
    const handler = this.handler(place.kind);
    const input: AnswerInput = {
      subjectId,
      kind: draft.kind!,
      body: draft.body,
      reason: draft.reason || undefined,
      nextStep: draft.nextStep || undefined,
      budget: draft.budget ?? undefined,
      promisedOn: draft.promisedOn ?? undefined,
    };
    await handler.answer!(input, approves);
    await db().run('DELETE FROM answer_drafts WHERE subject_id = $1', [subjectId]);
    if (approves && draft.authorId !== actor().personId) await record('answers.approved', 'subject', subjectId);
  }

  /** @internal keeps an answer that came by another door as a submitted draft */
  async keep(input: AnswerInput): Promise<void> {
    const known = await db().row<{ revision: number }>('SELECT revision FROM answer_drafts WHERE subject_id = $1', [
      input.subjectId,
    ]);
    const revision = await this.save({ ...input, revision: known?.revision ?? 0 });
    await this.submit(input.subjectId, revision);
  }

  private async place(subjectId: string): Promise<Place> {
    const row = await db().row<Place>(
      `SELECT s.kind, s.space_id AS "spaceId", d.approver_id AS "approverId", coalesce((act.settings ->> 'answersNeedApproval')::boolean, false) AS "needsApproval",
              EXISTS (SELECT 1 FROM answers w WHERE w.subject_id = s.id AND w.published_at IS NOT NULL) AS answered
         FROM subjects s JOIN activities act ON act.id = s.activity_id
         LEFT JOIN assignments a ON a.subject_id = s.id AND a.ended_at IS NULL LEFT JOIN departments d ON d.id = a.department_id WHERE s.id = $1`,
      [subjectId],
    );
    if (!row) throw missing('input_missing');
    return row;
  }

  private async demandPart(subjectId: string): Promise<void> {
    const place = await this.place(subjectId);
    if (may('read', 'Input', { spaceId: place.spaceId })) return;
    if (!this.approves(place)) await this.demandWriter(place, subjectId);
  }

  private handler(kind: string): InputHandler {
    const handler = this.acts.of(kind);
    if (!handler?.answer) throw conflict('not_answered_here');
    return handler;
  }

  private async demandWriter(place: Place, subjectId: string): Promise<void> {
    await this.writer(place, subjectId);
  }

  private async writer(place: Place, subjectId: string): Promise<void> {
    await this.handler(place.kind).demandAnswer?.(subjectId);
  }

  private approves(place: Place): boolean {
    return (
      may('approve', 'Answer', { spaceId: place.spaceId }) ||
      (place.approverId !== null && place.approverId === actor().personId)
    );
  }

  /** A draft that says enough to be an answer. */
  private async whole(subjectId: string): Promise<DraftRow> {
    const draft = await db().row<DraftRow>(DRAFT, [subjectId]);
    if (!draft) throw missing('draft_missing');
    if (!draft.kind) throw invalid('invalid_input', [{ field: 'kind', code: 'required' }]);
    if (draft.body === '') throw invalid('invalid_input', [{ field: 'body', code: 'required' }]);
    if (draft.kind !== 'accepted' && draft.kind !== 'already' && draft.reason === '')
      throw invalid('invalid_input', [{ field: 'reason', code: 'required' }]);
    return draft;
  }

  private async step(subjectId: string, revision: number, state: string, note: string): Promise<void> {
    const done = await db().run(
      `UPDATE answer_drafts SET state = $3, note = $4, revision = revision + 1, changed_at = $5,
         submitted_at = CASE WHEN $3 = 'submitted' THEN $5::timestamptz ELSE submitted_at END,
         decided_by = CASE WHEN $3 = 'returned' THEN $6::uuid END WHERE subject_id = $1 AND revision = $2`,
      [subjectId, revision, state, note, now(), actor().personId],
    );
    if (done === 0) throw conflict('changed_meanwhile');
  }
}
