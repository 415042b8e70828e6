import { Injectable } from '@nestjs/common';
import {
  closed,
  conflict,
  context,
  db,
  demand,
  denied,
  invalid,
  inUnit,
  missing,
  now,
  publish,
  readInput,
  readSettings,
  SYSTEM,
  tenant,
  TenantCache,
  TenantDatabase,
} from '@madang/kernel';
import { record } from '@madang/commons-audit';
import { Pictures, Uploads, type Stored } from '@madang/commons-media';
import { SpacesReader, type ActivityRow } from '@madang/commons-spaces';
import { SubjectWriter, TakingPart, type Counted, type Where } from '@madang/commons-subjects';
import { EditProposalInput, SubmitProposalInput } from './proposals.inputs.js';
import { dayAfter, origins, ruling, SUPPORTABLE, type ProposalState, type Standing } from './proposals.rules.js';
import { proposalsSettings, type ProposalsSettings } from './proposals.settings.js';

const DAY = 86_400_000;
/** So many supports before the threshold the rule begins to look, to see those committed at the same moment. */
const MARGIN = 64;

interface Place {
  id: string;
  state: ProposalState;
  spaceId: string;
  authorId: string | null;
  activityId: string;
  threshold: number | null;
  answerDays: number;
  collectingUntil: Date | null;
  supports: number;
  others: boolean;
  answersNeedApproval: boolean;
}

const PLACE = `SELECT s.id, s.state, s.space_id AS "spaceId", s.author_id AS "authorId", s.activity_id AS "activityId", p.threshold,
    p.answer_days AS "answerDays", p.collecting_until AS "collectingUntil",
    (SELECT coalesce(sum(t.n), 0)::int FROM tallies t WHERE t.subject_id = s.id AND t.kind = 'support') AS supports,
    (EXISTS (SELECT 1 FROM supports u WHERE u.subject_id = s.id AND u.person_id <> s.author_id)
      OR EXISTS (SELECT 1 FROM comments c WHERE c.subject_id = s.id AND c.author_id <> s.author_id)) AS others,
    coalesce((SELECT (act.settings ->> 'answersNeedApproval')::boolean FROM activities act WHERE act.id = s.activity_id), false) AS "answersNeedApproval"
  FROM subjects s JOIN proposals p ON p.id = s.id WHERE s.id = $1 AND s.kind = 'proposal'`;

/** What people do with proposals until they are handed to the office. */
@Injectable()
export class Proposals {
  private readonly thresholds = new TenantCache<number | null>(5000);

  constructor(
    private readonly spaces: SpacesReader,
    private readonly subjects: SubjectWriter,
    private readonly part: TakingPart,
    private readonly pictures: Pictures,
    private readonly uploads: Uploads,
    private readonly database: TenantDatabase,
  ) {}

  /** The activity a new proposal of a space goes to, with its settings. */
  async openActivity(
    spaceSlug: string,
    slug?: string,
  ): Promise<{ activity: ActivityRow; settings: ProposalsSettings }> {
    const space = await this.spaces.enter(spaceSlug);
    const all = await this.spaces.activities(space.id, 'proposals');
    const activity = slug ? all.find((a) => a.slug === slug) : (all.find((a) => a.open.includes('submit')) ?? all[0]);
    if (!activity) throw missing('activity_missing');
    if (space.mine === 'banned') throw denied('banned_from_space');
    return { activity, settings: readSettings(proposalsSettings, activity.settings) };
  }

  /** Makes a proposal; it is public at once and collects support until its day. */
  async submit(
    raw: SubmitProposalInput,
    pictures: readonly (Stored & { alt: string })[] = [],
  ): Promise<{ id: string; number: number; space: string }> {
    demand('submit', 'Proposal');
    const input = readInput(SubmitProposalInput, raw);
    const { activity, settings } = await this.openActivity(input.space, input.activity);
    if (!activity.open.includes('submit')) throw closed('submission_closed');
    if (settings.place === 'required' && !input.place)
      throw invalid('invalid_input', [{ field: 'place', code: 'required' }]);
    if ((input.latitude === undefined) !== (input.longitude === undefined))
      throw invalid('invalid_input', [{ field: 'place', code: 'invalid' }]);
    if (pictures.length > settings.pictures) throw tooManyPictures(settings.pictures, 'picture');
    const made = await this.make(activity, settings, input);
    await this.pictures.attach(made.id, pictures);
    await this.adopt(made.id, input, settings);
    await publish({ name: 'proposals.submitted', subjectId: made.id });
    return { ...made, space: activity.spaceSlug };
  }

  /** Makes a proposal that somebody brought on paper or told; whoever calls has asked whether staff may. @returns its id */
  async enter(
    raw: SubmitProposalInput,
    { authorId, source }: { authorId: string | null; source: string },
  ): Promise<string> {
    const input = readInput(SubmitProposalInput, raw);
    const { activity, settings } = await this.openActivity(input.space, input.activity);
    if (activity.state !== 'open') throw closed('submission_closed');
    const made = await this.make(activity, settings, input, authorId);
    await this.adopt(made.id, input, settings);
    await publish({ name: 'proposals.submitted', subjectId: made.id, data: { source } });
    return made.id;
  }

  private async adopt(id: string, { pictures = [] }: SubmitProposalInput, settings: ProposalsSettings): Promise<void> {
    if (pictures.length > settings.pictures) throw tooManyPictures(settings.pictures);
    await this.uploads.adopt(id, pictures);
  }

  private async make(
    activity: ActivityRow,
    settings: ProposalsSettings,
    input: SubmitProposalInput,
    authorId?: string | null,
  ): Promise<{ id: string; number: number }> {
    const made = await this.subjects.create({
      kind: 'proposal',
      spaceId: activity.spaceId,
      activityId: activity.id,
      title: input.title,
      summary: undefined,
      body: [input.background ?? '', input.content, input.place ?? ''].join('\n'),
      state: 'collecting',
      categoryId: input.categoryId ?? null,
      publish: true,
      ...(authorId === undefined ? {} : { authorId }),
    });
    await db().run(
      `INSERT INTO proposals (id, background, content, place, latitude, longitude, threshold, answer_days, collecting_until)
       VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)`,
      [
        made.id,
        input.background ?? '',
        input.content,
        settings.place === 'off' ? '' : (input.place ?? ''),
        input.latitude ?? null,
        input.longitude ?? null,
        settings.threshold,
        settings.answerDays,
        new Date(now().getTime() + settings.collectingDays * DAY),
      ],
    );
    if (authorId !== null) await this.part.follow(made.id, false, authorId ?? undefined);
    return made;
  }

  /** Changes one's own text while it collects; that it was changed is shown. */
  async edit(raw: EditProposalInput): Promise<void> {
    const input = readInput(EditProposalInput, raw);
    const item = await this.place(input.id);
    demand('edit', 'Proposal', item);
    if (item.state !== 'collecting') throw closed('edit_closed');
    await this.subjects.edit(item.id, {
      title: input.title,
      body: [input.background ?? '', input.content, input.place ?? ''].join('\n'),
      categoryId: input.categoryId ?? null,
    });
    await db().run('UPDATE proposals SET background = $2, content = $3, place = $4 WHERE id = $1', [
      item.id,
      input.background ?? '',
      input.content,
      input.place ?? '',
    ]);
    await publish({ name: 'proposals.edited', subjectId: item.id });
  }

  /** Takes one's own proposal back; not once others have joined it. */
  async withdraw(id: string, reason = ''): Promise<void> {
    const item = await this.place(id);
    demand('withdraw', 'Proposal', item);
    if (item.others) throw conflict('others_joined');
    await this.subjects.move(id, origins('withdrawn'), 'withdrawn', { reason });
    await publish({ name: 'proposals.moved', subjectId: id, data: { from: item.state, to: 'withdrawn' } });
  }

  /** Supports by name, or takes it back; the rule looks as soon as the threshold is near. */
  async support(id: string, on: boolean, options: { nameHidden?: boolean; personId?: string } = {}): Promise<Counted> {
    if (!options.personId) demand('support', 'Proposal');
    if (!on) return this.part.withdrawSupport(proposal(id));
    const [threshold, done] = await Promise.all([this.threshold(id), this.part.support(proposal(id), options)]);
    if (done.changed && threshold !== null && done.count >= threshold - MARGIN)
      db().afterCommit(async () => void (await inUnit(this.database, false, () => this.settle(id))));
    return done;
  }

  /** Shows that one relates, or takes that back. */
  async relate(id: string, on: boolean): Promise<Counted> {
    demand('relate', 'Proposal');
    return on ? this.part.relate(proposal(id)) : this.part.unrelate(proposal(id));
  }

  /**
   * Lets the rule judge an item now. Runs after the commit of whatever may have reached the
   * threshold, so that among people who act at once the last one sees all; moving locks the item,
   * waits for supports under way and freezes the count.
   */
  async settle(id: string): Promise<boolean> {
    const before = await this.place(id);
    const verdict = ruling(standing(before), now());
    if (!verdict) return false;
    const who = context().actor;
    context().actor = SYSTEM;
    try {
      await this.subjects.move(id, ['collecting'], verdict.to, { rule: verdict.rule });
    } catch (error) {
      if ((error as { code?: string }).code === 'already_moved') return false;
      throw error;
    } finally {
      context().actor = who;
    }
    await db().run(
      'UPDATE proposals SET supports_at_review = (SELECT count(*)::int FROM supports WHERE subject_id = $1) WHERE id = $1',
      [id],
    );
    await publish({
      name: 'proposals.moved',
      subjectId: id,
      data: { from: 'collecting', to: verdict.to, rule: verdict.rule },
    });
    return true;
  }

  /** Lifts an item that missed its threshold, with a public reason. */
  async lift(id: string, reason: string): Promise<void> {
    const item = await this.place(id);
    demand('lift', 'Proposal', item);
    if (reason.trim() === '') throw invalid('invalid_input', [{ field: 'reason', code: 'required' }]);
    await this.subjects.move(id, ['missed'], 'awaiting_assignment', { reason });
    await record('proposals.lifted', 'proposal', id, reason);
    await publish({ name: 'proposals.moved', subjectId: id, data: { from: 'missed', to: 'awaiting_assignment' } });
  }

  /** Takes an item out of sight with a reason, or shows it again. */
  async hide(id: string, hidden: boolean, reason: string): Promise<void> {
    const item = await this.place(id);
    demand('hide', 'Proposal', item);
    if (reason.trim() === '') throw invalid('invalid_input', [{ field: 'reason', code: 'required' }]);
    await this.subjects.hide(id, hidden, reason);
    await record(hidden ? 'proposals.hidden' : 'proposals.restored', 'proposal', id, reason);
    await publish({ name: hidden ? 'proposals.hidden' : 'proposals.restored', subjectId: id });
  }

  /** @internal where an item stands, for the half that answers */
  async place(id: string): Promise<Place> {
    const item = await db().row<Place>(PLACE, [id]);
    if (!item) throw missing('proposal_missing');
    return item;
  }

  /** The day an answer given in charge now is due. */
  dueOn(item: Place): string {
    return dayAfter(now(), item.answerDays, tenant().timeZone);
  }

  /** Support that a proposal needs: fixed when it is made, so it may be remembered. */
  private async threshold(id: string): Promise<number | null> {
    const known = this.thresholds.peek(id);
    if (known !== undefined) return known;
    const row = await db().row<{ threshold: number | null }>('SELECT threshold FROM proposals WHERE id = $1', [id]);
    if (row) this.thresholds.put(id, row.threshold);
    return row?.threshold ?? null;
  }
}

const proposal = (subjectId: string): Where => ({ subjectId, kind: 'proposal', states: SUPPORTABLE });

const standing = (item: Place): Standing => ({
  state: item.state,
  supports: item.supports,
  threshold: item.threshold,
  collectingUntil: item.collectingUntil,
});

/** @param field the form sends files in one field, the API their ids in another */
const tooManyPictures = (limit: number, field: 'picture' | 'pictures' = 'pictures'): Error =>
  invalid('invalid_input', [{ field, code: 'too_many_pictures', params: { limit } }]);
