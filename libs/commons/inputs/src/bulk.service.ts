import { Injectable } from '@nestjs/common';
import {
  actor,
  conflict,
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
import { InputActs, type ActChoice, type BulkActName, type InputAct } from './input-acts.js';
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
  act: BulkActName;
  /** The state it moved items to. */
  to: string | null;
  /** Whether somebody took it back, as far as it could be. */
  undone: boolean;
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

/** What was chosen for all of them; `of`: the act that is taken back. */
type BulkChoice = ActChoice & { of?: string };

/** What is done to one item. */
interface Deed {
  act: InputAct;
  choice: ActChoice;
  item: Item;
}

const ROW = `b.id, b.act, b.choice ->> 'to' AS "to", b.state, cardinality(b.subject_ids) AS total, b.done,
  EXISTS (SELECT 1 FROM bulk_acts u WHERE u.act = 'undo' AND u.choice ->> 'of' = b.id::text AND u.created_at >= b.created_at) AS undone, b.failures, p.display_name AS person,
  b.created_at AS "createdAt", b.finished_at AS "finishedAt" FROM bulk_acts b LEFT JOIN people p ON p.id = b.person_id`;

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
    const items = await this.items(await this.idsOf(input));
    const choice = choiceOf(input);
    await db().run('SAVEPOINT preview');
    try {
      const failures: BulkFailure[] = [];
      const able: Deed[] = [];
      for (const item of items) {
        const tried = await this.tried(input.act, choice, item);
        if (typeof tried === 'string') failures.push({ id: item.id, title: item.title, code: tried });
        else able.push(tried);
      }
      return { able: able.length, failures, notices: await this.foresee(able) };
    } finally {
      await db().run('ROLLBACK TO SAVEPOINT preview');
    }
  }

  /** Does it: at once for up to fifty items, as a job for more. @returns id of the act, whose progress can be read */
  async run(raw: BulkInput): Promise<string> {
    const input = readInput(BulkInput, raw);
    const items = await this.items(await this.idsOf(input));
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
    const row = await db().row<BulkRow>(`SELECT ${ROW} WHERE b.id = $1`, [id]);
    if (!row) throw missing('bulk_missing');
    return row;
  }

  /** Acts of late, newest first, at most 50. */
  async recent(): Promise<BulkRow[]> {
    demand('read', 'Input');
    return db().rows<BulkRow>(
      `SELECT ${ROW} WHERE $1::boolean OR b.person_id = $2 ORDER BY b.created_at DESC LIMIT 50`,
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
      db().row<{ act: BulkActName; choice: BulkChoice; ids: string[]; done: number; personId: string | null }>(
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
    act: BulkActName,
    choice: BulkChoice,
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

  private async handle(act: BulkActName, choice: BulkChoice, item: Item): Promise<Deed> {
    const handler = this.acts.of(item.kind);
    const deed: Deed =
      act === 'undo'
        ? { act: 'move', choice: { ...choice, to: await this.cameFrom(choice.of ?? '', item) }, item }
        : { act, choice, item };
    if (!handler?.acts.includes(deed.act)) throw new DomainError('conflict', 'act_not_here');
    await handler.act(deed.act, item.id, deed.choice);
    return deed;
  }

  /** Where an item stood before an act moved it. @throws DomainError where it moved on since, or cannot go back there */
  private async cameFrom(bulkId: string, item: Item): Promise<string> {
    const row = await db().row<{ from: string | null }>(
      `SELECT t.from_state AS "from" FROM bulk_acts b,
         LATERAL (SELECT from_state, to_state, actor_id, at FROM transitions WHERE subject_id = $2 ORDER BY at DESC, id DESC LIMIT 1) t
        WHERE b.id = $1 AND b.act = 'move' AND t.to_state = b.choice ->> 'to' AND t.actor_id = b.person_id AND t.at >= b.created_at`,
      [bulkId, item.id],
    );
    if (!row?.from) throw conflict('already_moved');
    if (!this.acts.of(item.kind)?.moves?.includes(row.from)) throw conflict('no_way_back');
    return row.from;
  }

  /** Does an act, and takes it back where it is refused. @returns what was done, or the code of what refuses it */
  private async tried(act: BulkActName, choice: BulkChoice, item: Item): Promise<Deed | string> {
    await db().run('SAVEPOINT item');
    try {
      const deed = await this.handle(act, choice, item);
      await db().run('RELEASE SAVEPOINT item');
      return deed;
    } catch (error) {
      await db().run('ROLLBACK TO SAVEPOINT item');
      // What was chosen for all of them is wrong: that is said once, beside the choice.
      if (!(error instanceof DomainError) || error.fields.length > 0) throw error;
      return error.code;
    }
  }

  private async foresee(deeds: readonly Deed[]): Promise<ForeseenNotice[]> {
    const alike = new Map<string, Deed[]>();
    for (const deed of deeds) {
      const key = `${deed.item.kind} ${deed.choice.to ?? ''}`;
      alike.set(key, [...(alike.get(key) ?? []), deed]);
    }
    const foreseen: ForeseenNotice[] = [];
    for (const [first, ...others] of alike.values()) {
      const choice = { ...first!.choice, dueOn: first!.choice.dueOn ?? (await this.dueDayOf(first!.item.id)) };
      const told = this.acts.of(first!.item.kind)?.told(first!.act, choice);
      const ids = [first!, ...others].map((deed) => deed.item.id);
      if (told) foreseen.push(...(await this.notices.of(told.name, told.data, ids)));
    }
    return foreseen;
  }

  /** The day the answer to an item is due as things stand in this transaction: the notice names it. */
  private async dueDayOf(subjectId: string): Promise<string | undefined> {
    const sql = 'SELECT due_on::text AS day FROM assignments WHERE subject_id = $1 AND ended_at IS NULL';
    return (await db().row<{ day: string }>(sql, [subjectId]))?.day;
  }

  /** The items an act is for; taking one back is for those it worked on. */
  private async idsOf(input: BulkInput): Promise<readonly string[]> {
    if (input.act !== 'undo') return input.ids ?? [];
    const row = await db().row<{ ids: string[] }>(
      `SELECT ARRAY(SELECT unnest(b.subject_ids) EXCEPT SELECT (f ->> 'id')::uuid FROM jsonb_array_elements(b.failures) f) AS ids
         FROM bulk_acts b WHERE b.id = $1 AND b.act = 'move' AND b.state = 'done' AND ($2::boolean OR b.person_id = $3)`,
      [input.of, inputSight()[0], actor().personId],
    );
    if (!row) throw missing('bulk_missing');
    return row.ids;
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

function choiceOf(input: BulkInput): BulkChoice {
  const { act, reason, departmentId, officerId, dueOn, categoryId, to, of } = input;
  const required = (field: string): Error => invalid('invalid_input', [{ field, code: 'required' }]);
  if (act === 'assign' && !departmentId && !officerId) throw required('departmentId');
  if (act === 'move' && !to) throw required('to');
  if (act !== 'assign' && act !== 'category' && !reason?.trim()) throw required('reason');
  return { reason, departmentId, officerId, dueOn, categoryId: categoryId ?? null, to, of };
}
