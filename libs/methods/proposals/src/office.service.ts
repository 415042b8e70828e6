import { Injectable } from '@nestjs/common';
import { actor, db, demand, denied, heldWhere, holds, invalid, Job, may, now, publish } from '@madang/kernel';
import { Answers, type AnswerInput, type AssignInput, type ProgressInput } from '@madang/commons-answers';
import { today } from '@madang/commons-spaces';
import { AnswerDrafts } from '@madang/commons-inputs';
import { record } from '@madang/commons-audit';
import { SubjectWriter } from '@madang/commons-subjects';
import { CARRYING_OUT, origins } from './proposals.rules.js';
import { ProposalsReader } from './proposals.reader.js';
import { Proposals } from './proposals.service.js';
import type { Proposal } from './proposals.types.js';

const AFTER_PROGRESS = { planned: null, under_way: 'under_way', done: 'done', stopped: 'stopped' } as const;

/** The office's half: in charge, answer, carrying out, and the clock that keeps its promises. */
@Injectable()
export class Office {
  constructor(
    private readonly proposals: Proposals,
    private readonly answers: Answers,
    private readonly subjects: SubjectWriter,
    private readonly reader: ProposalsReader,
    private readonly drafts: AnswerDrafts,
  ) {}

  /** What waits for the current actor. @throws denied for whoever is in charge of nothing */
  async queue(): Promise<Proposal[]> {
    const who = actor();
    const assigns = heldWhere(who, 'proposals.assign');
    const all = holds(who, 'proposals.answer');
    const unassigned = all || assigns === 'everywhere';
    const spaces = assigns === 'everywhere' ? [] : assigns;
    if (!unassigned && spaces.length === 0) throw denied(who.personId ? 'denied' : 'sign_in_first');
    return this.reader.queue({ all, unassigned, spaces });
  }

  /** Puts a department or officer in charge; due by the activity's promise where no day is given. */
  async assign(input: AssignInput): Promise<void> {
    const item = await this.proposals.place(input.subjectId);
    demand('assign', 'Proposal', item);
    const dueOn = input.dueOn ?? this.proposals.dueOn(item);
    if (dueOn < today()) throw invalid('invalid_input', [{ field: 'dueOn', code: 'past' }]);
    await this.subjects.move(item.id, origins('awaiting_answer'), 'awaiting_answer', {});
    await this.answers.assign({ ...input, dueOn });
    await db().run('UPDATE proposals SET reminded_at = NULL, overdue_at = NULL WHERE id = $1', [item.id]);
    await publish({ name: 'proposals.assigned', subjectId: item.id, data: { dueOn } });
  }

  /** Gives an item another category. */
  async categorise(id: string, categoryId: string | null): Promise<void> {
    const item = await this.proposals.place(id);
    demand('assign', 'Proposal', item);
    if (categoryId && !(await db().row('SELECT 1 FROM categories WHERE id = $1 AND active', [categoryId])))
      throw invalid('invalid_input', [{ field: 'categoryId', code: 'choice' }]);
    await db().run('UPDATE subjects SET category_id = $2 WHERE id = $1', [id, categoryId]);
    await record('proposals.categorised', 'proposal', id, undefined, { categoryId });
  }

  /** @throws DomainError unless the current actor may write the answer of an item, and it is one that is answered */
  async demandAnswer(id: string): Promise<void> {
    const item = await this.proposals.place(id);
    demand('answer', 'Proposal', { ...item, ...(await this.charge(item)) });
  }

  /**
   * Publishes the official answer, or changes the one that stands. Where answers need approval and nobody who may has
   * given it, the answer is kept as a draft that waits for it. `over` is the answer the writer saw, as `Answers.answer` has it.
   */
  async answer(
    input: AnswerInput,
    { over, ...options }: { approved?: boolean; over?: string | null } = {},
  ): Promise<'published' | 'submitted'> {
    const item = await this.proposals.place(input.subjectId);
    if (!options.approved) demand('answer', 'Proposal', { ...item, ...(await this.charge(item)) });
    if (item.answersNeedApproval && !options.approved && !may('approve', 'Answer', { spaceId: item.spaceId })) {
      await this.drafts.keep(input);
      return 'submitted';
    }
    if (item.state === 'awaiting_answer' || item.state === 'awaiting_assignment') {
      await this.subjects.move(item.id, origins('answered'), 'answered', { reason: input.reason });
      await this.answers.answer(input, { over });
      await this.answers.release(item.id);
      return 'published';
    }
    await this.answers.answer(input, { over });
    return 'published';
  }

  /** Reports on the carrying out; the item moves when it begins, ends or stops. */
  async report(input: ProgressInput): Promise<void> {
    const item = await this.proposals.place(input.subjectId);
    demand('answer', 'Proposal', { ...item, ...(await this.wasInCharge(item.id)) });
    await this.answers.report(input);
    const to = AFTER_PROGRESS[input.status];
    if (to && item.state !== to) {
      await this.subjects.move(item.id, origins(to), to, { reason: undefined });
      await publish({ name: 'proposals.moved', subjectId: item.id, data: { from: item.state, to } });
    }
  }

  /** Moves an item while it is carried out, without a report; the reason is public. */
  async move(id: string, to: string, reason: string): Promise<void> {
    const state = CARRYING_OUT.find((one) => one === to);
    if (!state) throw invalid('invalid_input', [{ field: 'to', code: 'choice' }]);
    const item = await this.proposals.place(id);
    demand('answer', 'Proposal', { ...item, ...(await this.wasInCharge(item.id)) });
    await this.subjects.move(item.id, origins(state), state, { reason });
    await record('proposals.moved', 'proposal', id, reason, { from: item.state, to: state });
    await publish({ name: 'proposals.moved', subjectId: id, data: { from: item.state, to: state } });
  }

  /**
   * The clock: ends collecting where its time is over, reminds officers before the due day and marks
   * what is late, each once. At most 500 items a round; the next round takes the rest.
   */
  @Job('proposals.clock', { every: '*/10 * * * *' })
  async clock(): Promise<void> {
    const over = await db().rows<{ id: string }>(
      `SELECT s.id FROM subjects s JOIN proposals p ON p.id = s.id
        WHERE s.kind = 'proposal' AND s.state = 'collecting' AND (p.collecting_until <= $1
          OR p.threshold <= (SELECT coalesce(sum(t.n), 0) FROM tallies t WHERE t.subject_id = s.id AND t.kind = 'support'))
        ORDER BY p.collecting_until LIMIT 500`,
      [now()],
    );
    for (const { id } of over) await this.proposals.settle(id);
    const soon = await db().rows<{ id: string; dueOn: string }>(
      `UPDATE proposals p SET reminded_at = $1 FROM assignments a JOIN subjects s ON s.id = a.subject_id JOIN activities act ON act.id = s.activity_id
        WHERE p.id = a.subject_id AND a.ended_at IS NULL AND p.reminded_at IS NULL AND s.state = 'awaiting_answer'
          AND a.due_on - coalesce((act.settings ->> 'remindDaysBefore')::int, 5) <= $2::date AND a.due_on >= $2::date
        RETURNING p.id, a.due_on::text AS "dueOn"`,
      [now(), today()],
    );
    for (const row of soon)
      await publish({ name: 'proposals.due_soon', subjectId: row.id, data: { dueOn: row.dueOn } });
    const late = await db().rows<{ id: string; dueOn: string }>(
      `UPDATE proposals p SET overdue_at = $1 FROM assignments a JOIN subjects s ON s.id = a.subject_id
        WHERE p.id = a.subject_id AND a.ended_at IS NULL AND p.overdue_at IS NULL AND s.state = 'awaiting_answer' AND a.due_on < $2::date
        RETURNING p.id, a.due_on::text AS "dueOn"`,
      [now(), today()],
    );
    for (const row of late) await publish({ name: 'proposals.overdue', subjectId: row.id, data: { dueOn: row.dueOn } });
  }

  /** Who is in charge of an item; once it is answered, who was: they change the answer and report on what came of it. */
  charge(item: { id: string; state: string }): Promise<{ officerId: string | null; departmentId: string | null }> {
    return item.state === 'awaiting_answer' ? this.answers.inCharge(item.id) : this.wasInCharge(item.id);
  }

  private async wasInCharge(subjectId: string): Promise<{ officerId: string | null; departmentId: string | null }> {
    const row = await db().row<{ officerId: string | null; departmentId: string | null }>(
      `SELECT officer_id AS "officerId", department_id AS "departmentId" FROM assignments WHERE subject_id = $1 ORDER BY assigned_at DESC LIMIT 1`,
      [subjectId],
    );
    return row ?? { officerId: null, departmentId: null };
  }
}
