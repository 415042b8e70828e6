import { Injectable } from '@nestjs/common';
import {
  actor,
  context,
  db,
  demand,
  DomainError,
  enqueue,
  inContext,
  inUnit,
  invalid,
  Job,
  missing,
  newContext,
  newId,
  now,
  readInput,
  TenantDatabase,
} from '@madang/kernel';
import { record } from '@madang/commons-audit';
import { NoticePreview, type ForeseenNotice } from '@madang/commons-notices';
import { PeopleReader } from '@madang/commons-people';
import { BulkInput } from './entries.inputs.js';
import { InputActs, type ActChoice, type InputAct } from './input-acts.js';
import { inputSight } from './inputs.reader.js';

/** So many are done while one waits; more run as a job. */
const AT_ONCE = 50;

/** An item that an act would not, or did not, work on. */
export interface BulkFailure {
  id: string;
  title: string;
  /** i18n key of the reason. */
  code: string;
}

export interface BulkPreview {
  able: number;
  failures: BulkFailure[];
  notices: ForeseenNotice[];
}

export interface BulkRow {
  id: string;
  act: InputAct;
  state: 'waiting' | 'running' | 'done';
  total: number;
  done: number;
  failures: BulkFailure[];
  person: string | null;
  createdAt: Date;
  finishedAt: Date | null;
}

interface Item {
  id: string;
  kind: string;
  title: string;
}

/** One act on many items: foreseen first, then done, each item by its own rules and in a transaction of its own. */
@Injectable()
export class BulkActs {
  constructor(
    private readonly acts: InputActs,
    private readonly notices: NoticePreview,
    private readonly people: PeopleReader,
    private readonly database: TenantDatabase,
  ) {}

  /**
   * What would happen: which items refuse and why, and who would be told what. Everything is really done, in a
   * savepoint that is taken back, so that nothing here can differ from what the act does.
   */
  async preview(raw: BulkInput): Promise<BulkPreview> {
    const input = readInput(BulkInput, raw);
    const items = await this.items(input.ids);
    const choice = choiceOf(input);
    await db().run('SAVEPOINT preview');
    try {
      const failures: BulkFailure[] = [];
      const able: Item[] = [];
      for (const item of items) {
        const code = await this.tried(input.act, choice, item);
        if (code === undefined) able.push(item);
        else failures.push({ id: item.id, title: item.title, code });
      }
      return { able: able.length, failures, notices: await this.foresee(input.act, choice, able) };
    } finally {
      await db().run('ROLLBACK TO SAVEPOINT preview');
    }
  }

  /** Does it: at once for up to fifty items, as a job for more. @returns id of the act, whose progress can be read */
  async run(raw: BulkInput): Promise<string> {
    const input = readInput(BulkInput, raw);
    const items = await this.items(input.ids);
    const id = newId();
    await db().run(
      `INSERT INTO bulk_acts (id, act, choice, subject_ids, person_id, created_at) VALUES ($1, $2, $3, $4, $5, $6)`,
      [id, input.act, choiceOf(input), items.map((item) => item.id), actor().personId, now()],
    );
    await record('inputs.bulk', 'bulk_act', id, input.reason, { act: input.act, items: items.length });
    if (items.length > AT_ONCE) await enqueue('inputs.bulk', { id });
    else db().afterCommit(() => this.work({ id }));
    return id;
  }

  /** How far an act has come. */
  async find(id: string): Promise<BulkRow> {
    demand('read', 'Input');
    const row = await db().row<BulkRow>(
      `SELECT b.id, b.act, b.state, cardinality(b.subject_ids) AS total, b.done, b.failures, p.display_name AS person, b.created_at AS "createdAt",
              b.finished_at AS "finishedAt" FROM bulk_acts b LEFT JOIN people p ON p.id = b.person_id WHERE b.id = $1`,
      [id],
    );
    if (!row) throw missing('bulk_missing');
    return row;
  }

  /** Acts of late, newest first, at most 50. */
  async recent(): Promise<BulkRow[]> {
    demand('read', 'Input');
    return db().rows<BulkRow>(
      `SELECT b.id, b.act, b.state, cardinality(b.subject_ids) AS total, b.done, b.failures, p.display_name AS person, b.created_at AS "createdAt",
              b.finished_at AS "finishedAt" FROM bulk_acts b LEFT JOIN people p ON p.id = b.person_id
        WHERE $1::boolean OR b.person_id = $2 ORDER BY b.created_at DESC LIMIT 50`,
      [inputSight()[0], actor().personId],
    );
  }

  /**
   * Works through an act, with the rights of whoever asked for it. Each item has a transaction of its own, so one that
   * fails leaves the others done; a run that was cut short goes on where it was.
   */
  @Job('inputs.bulk', { free: true })
  async work({ id }: { id: string }): Promise<void> {
    const { tenant, now: clock, requestId } = context();
    const inside = <T>(work: () => Promise<T>, who = actor()): Promise<T> =>
      inContext(newContext(tenant, { actor: who, now: clock, requestId, locale: context().locale }), () =>
        inUnit(this.database, false, work),
      );
    const begun = await inside(() =>
      db().row<{ act: InputAct; choice: ActChoice; ids: string[]; done: number; personId: string | null }>(
        `UPDATE bulk_acts SET state = 'running' WHERE id = $1 AND state <> 'done'
         RETURNING act, choice, subject_ids AS ids, done, person_id AS "personId"`,
        [id],
      ),
    );
    if (!begun) return;
    const who = begun.personId ? await inside(() => this.people.actorOf(begun.personId!)) : undefined;
    for (const itemId of begun.ids.slice(begun.done)) {
      const failure = who
        ? await this.one(inside, who, begun.act, begun.choice, itemId)
        : { id: itemId, title: '', code: 'denied' };
      await inside(() =>
        db().run(`UPDATE bulk_acts SET done = done + 1, failures = failures || $2::jsonb WHERE id = $1`, [
          id,
          JSON.stringify(failure ? [failure] : []),
        ]),
      );
    }
    await inside(() => db().run(`UPDATE bulk_acts SET state = 'done', finished_at = $2 WHERE id = $1`, [id, now()]));
  }

  private async one(
    inside: <T>(work: () => Promise<T>, who?: ReturnType<typeof actor>) => Promise<T>,
    who: ReturnType<typeof actor>,
    act: InputAct,
    choice: ActChoice,
    id: string,
  ): Promise<BulkFailure | undefined> {
    let item: Item | undefined;
    try {
      await inside(async () => {
        [item] = await this.items([id]);
        await this.handle(act, choice, item!);
      }, who);
      return undefined;
    } catch (error) {
      if (error instanceof DomainError) return { id, title: item?.title ?? '', code: error.code };
      throw error;
    }
  }

  private async handle(act: InputAct, choice: ActChoice, item: Item): Promise<void> {
    const handler = this.acts.of(item.kind);
    if (!handler?.acts.includes(act)) throw new DomainError('conflict', 'act_not_here');
    await handler.act(act, item.id, choice);
  }

  /** Does an act, and takes it back where it is refused. @returns code of what refuses it */
  private async tried(act: InputAct, choice: ActChoice, item: Item): Promise<string | undefined> {
    await db().run('SAVEPOINT item');
    try {
      await this.handle(act, choice, item);
      await db().run('RELEASE SAVEPOINT item');
      return undefined;
    } catch (error) {
      await db().run('ROLLBACK TO SAVEPOINT item');
      // What was chosen for all of them is wrong: that is said once, beside the choice.
      if (!(error instanceof DomainError) || error.fields.length > 0) throw error;
      return error.code;
    }
  }

  private async foresee(act: InputAct, choice: ActChoice, items: readonly Item[]): Promise<ForeseenNotice[]> {
    const foreseen: ForeseenNotice[] = [];
    for (const kind of new Set(items.map((item) => item.kind))) {
      const told = this.acts.of(kind)?.told(act, choice);
      const ids = items.filter((item) => item.kind === kind).map((item) => item.id);
      if (told) foreseen.push(...(await this.notices.of(told.name, told.data, ids)));
    }
    return foreseen;
  }

  private async items(ids: readonly string[]): Promise<Item[]> {
    demand('read', 'Input');
    const items = await db().rows<Item>(
      `SELECT s.id, s.kind, s.title FROM subjects s JOIN unnest($3::uuid[]) WITH ORDINALITY AS wanted(id, n) ON wanted.id = s.id
        WHERE ($1::boolean OR s.space_id = ANY($2::uuid[])) ORDER BY wanted.n`,
      [...inputSight(), ids],
    );
    if (items.length === 0) throw missing('input_missing');
    return items;
  }
}

function choiceOf(input: BulkInput): ActChoice {
  const { act, reason, departmentId, officerId, dueOn, categoryId } = input;
  if (act === 'assign' && !departmentId && !officerId)
    throw invalid('invalid_input', [{ field: 'departmentId', code: 'required' }]);
  if (['hide', 'restore', 'lift'].includes(act) && !reason)
    throw invalid('invalid_input', [{ field: 'reason', code: 'required' }]);
  return { reason, departmentId, officerId, dueOn, categoryId: categoryId ?? null };
}
