import { Injectable } from '@nestjs/common';
import { actor, context, db, inContext, readSettings, stableId, tenant, VISITOR, type Actor } from '@madang/kernel';
import { Answers } from '@madang/commons-answers';
import { Comments } from '@madang/commons-conversation';
import type { Seed, SeedComment, SeedLoader, SeedProposal, SeedWorld } from '@madang/commons-site';
import { SpacesReader } from '@madang/commons-spaces';
import { SubjectWriter } from '@madang/commons-subjects';
import type { ProposalState } from './proposals.rules.js';
import { Proposals } from './proposals.service.js';
import { proposalsSettings } from './proposals.settings.js';

const DAY = 86_400_000;

/**
 * Demo proposals in every state, made through the services with the actor and the time of each step,
 * so that histories read as if they had happened. Loading again adds nothing.
 */
@Injectable()
export class ProposalSeeds implements SeedLoader {
  constructor(
    private readonly proposals: Proposals,
    private readonly subjects: SubjectWriter,
    private readonly answers: Answers,
    private readonly comments: Comments,
    private readonly spaces: SpacesReader,
  ) {}

  /** @returns how many were new */
  async load({ proposals }: Pick<Seed, 'proposals'>, world: SeedWorld): Promise<number> {
    let made = 0;
    for (const [index, seed] of proposals.entries()) if (await this.one(seed, world, index)) made += 1;
    return made;
  }

  private async one(seed: SeedProposal, world: SeedWorld, index: number): Promise<boolean> {
    const sourceKey = `seed:${seed.key}`;
    if (await db().row('SELECT 1 FROM subjects WHERE source_key = $1', [sourceKey])) return false;
    const { activity } = await this.proposals.openActivity(seed.space, seed.activity);
    const settings = readSettings(proposalsSettings, activity.settings);
    const at = world.at(seed.at);
    const threshold = seed.threshold === undefined ? settings.threshold : seed.threshold;
    const until = seed.until ? world.at(seed.until) : new Date(at.getTime() + settings.collectingDays * DAY);
    const id = stableId(tenant().id, sourceKey);
    await as(world.person(seed.author), at, async () => {
      await this.subjects.create({
        id,
        kind: 'proposal',
        spaceId: activity.spaceId,
        activityId: activity.id,
        title: seed.title,
        body: [seed.background, seed.content, seed.place ?? ''].join('\n'),
        state: 'collecting',
        categoryId: seed.category ? await world.categoryId(seed.category) : null,
        locale: seed.locale ?? tenant().locale,
        publish: true,
        sourceKey,
      });
      await db().run(
        `INSERT INTO proposals (id, background, content, place, threshold, answer_days, collecting_until) VALUES ($1, $2, $3, $4, $5, $6, $7)`,
        [id, seed.background, seed.content, seed.place ?? '', threshold, seed.answerDays ?? settings.answerDays, until],
      );
    });
    const end = seed.reviewed
      ? world.at(seed.reviewed)
      : new Date(Math.min(until.getTime(), context().now().getTime()));
    await this.lend('supports', id, world.crowd, seed.supports, index * 37, at, end);
    await this.lend('reactions', id, world.crowd, seed.relates, index * 53 + 11, at, end);
    for (const comment of seed.comments ?? []) await this.say(comment, id, undefined, world);
    await this.walk(seed, id, world, end);
    if (seed.hidden) {
      const { reason, by } = seed.hidden;
      await as(world.person(by), world.at(seed.hidden.at), () => this.subjects.hide(id, true, reason));
    }
    return true;
  }

  /** The steps after collecting, as far as the seed has gone. */
  private async walk(seed: SeedProposal, id: string, world: SeedWorld, end: Date): Promise<void> {
    const move = (
      from: ProposalState,
      to: ProposalState,
      cause: { rule?: string; reason?: string } = {},
    ): Promise<string> => this.subjects.move(id, [from], to, cause);
    if (seed.state === 'collecting') return;
    if (seed.state === 'missed')
      return void (await as(VISITOR, seed.ended ? world.at(seed.ended) : end, () =>
        move('collecting', 'missed', { rule: 'deadline' }),
      ));
    if (seed.state === 'withdrawn')
      return void (await as(world.person(seed.author), seed.ended ? world.at(seed.ended) : end, () =>
        move('collecting', 'withdrawn'),
      ));
    await as(VISITOR, end, () => move('collecting', 'awaiting_assignment', { rule: 'threshold' }));
    await db().run(
      'UPDATE proposals SET supports_at_review = (SELECT count(*)::int FROM supports WHERE subject_id = $1) WHERE id = $1',
      [id],
    );
    const { assignment, answer } = seed;
    if (assignment) {
      const officer = assignment.officer ? world.person(assignment.officer) : undefined;
      const departmentId = await world.departmentId(assignment.department);
      await as(world.person(assignment.by ?? assignment.officer ?? seed.author), world.at(assignment.at), async () => {
        await move('awaiting_assignment', 'awaiting_answer');
        await this.answers.assign({
          subjectId: id,
          departmentId,
          officerId: officer?.personId ?? undefined,
          dueOn: world.day(assignment.due),
        });
      });
    }
    if (!answer) return;
    await as(world.person(answer.by), world.at(answer.at), async () => {
      await move(assignment ? 'awaiting_answer' : 'awaiting_assignment', 'answered', { reason: answer.reason });
      await this.answers.answer({
        subjectId: id,
        kind: answer.kind,
        body: answer.body,
        reason: answer.reason,
        nextStep: answer.nextStep,
        budget: answer.budget,
        promisedOn: answer.promised ? world.day(answer.promised) : undefined,
      });
      await this.answers.release(id);
    });
    let state: ProposalState = 'answered';
    for (const entry of seed.progress ?? [])
      await as(world.person(entry.by), world.at(entry.at), async () => {
        await this.answers.report({
          subjectId: id,
          status: entry.status,
          body: entry.body,
          nextReportOn: entry.next ? world.day(entry.next) : undefined,
        });
        const to = entry.status === 'planned' ? state : (entry.status as ProposalState);
        if (to !== state) await move(state, to);
        state = to;
      });
  }

  private async say(
    seed: SeedComment,
    subjectId: string,
    parentId: string | undefined,
    world: SeedWorld,
  ): Promise<void> {
    const at = world.at(seed.at);
    const id = await as(world.person(seed.author), at, () =>
      this.comments.write({ subjectId, parentId, body: seed.body, stance: seed.stance }, { at, unchecked: true }),
    );
    const who = world.crowd.slice(0, seed.relates ?? 0);
    if (who.length > 0) {
      await db().run('INSERT INTO comment_reactions (comment_id, person_id, at) SELECT $1, unnest($2::uuid[]), $3', [
        id,
        who,
        at,
      ]);
      await db().run('UPDATE comments SET relate_count = $2 WHERE id = $1', [id, who.length]);
    }
    for (const reply of seed.replies ?? []) await this.say(reply, subjectId, id, world);
  }

  /** Lets people of the crowd support or relate, spread evenly over the time given. */
  private async lend(
    table: 'supports' | 'reactions',
    id: string,
    crowd: readonly string[],
    wanted: number,
    from: number,
    start: Date,
    end: Date,
  ): Promise<void> {
    const count = Math.min(wanted, crowd.length);
    if (count === 0) return;
    const people = Array.from({ length: count }, (_, i) => crowd[(from + i) % crowd.length]!);
    const step = (end.getTime() - start.getTime()) / (count + 1);
    const times = people.map((_, i) => new Date(start.getTime() + step * (i + 1)));
    await db().run(table === 'supports' ? LEND_SUPPORTS : LEND_RELATIONS, [id, people, times]);
    const kind = table === 'supports' ? 'support' : 'relate';
    await db().run('INSERT INTO tallies (subject_id, kind, slot, n) VALUES ($1, $2, 0, $3)', [id, kind, count]);
    await db().run(
      kind === 'support'
        ? 'UPDATE subjects SET support_count = $2 WHERE id = $1'
        : 'UPDATE subjects SET relate_count = $2 WHERE id = $1',
      [id, count],
    );
  }
}

const LEND_SUPPORTS =
  'INSERT INTO supports (subject_id, person_id, at) SELECT $1, p, t FROM unnest($2::uuid[], $3::timestamptz[]) AS x(p, t)';
const LEND_RELATIONS =
  'INSERT INTO reactions (subject_id, person_id, at) SELECT $1, p, t FROM unnest($2::uuid[], $3::timestamptz[]) AS x(p, t)';

/** Runs work in the current unit as somebody else at another time. */
function as<T>(who: Actor, at: Date, work: () => Promise<T>): Promise<T> {
  return inContext(
    { ...context(), actor: who === VISITOR ? { ...actor(), personId: null } : who, now: () => at },
    work,
  );
}
