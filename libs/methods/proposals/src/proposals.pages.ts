import { Injectable } from '@nestjs/common';
import { actor, demand, inUnit, may, missing, readSettings, TenantDatabase } from '@madang/kernel';
import { AnswersReader } from '@madang/commons-answers';
import { CommentsReader, SORTS as COMMENT_SORTS, threadModel, type CommentSort } from '@madang/commons-conversation';
import { Pictures } from '@madang/commons-media';
import { SpacesReader } from '@madang/commons-spaces';
import { HistoryReader, readSupporterKey, supporterKey, TakingPart } from '@madang/commons-subjects';
import { emptyForm, field, Get, Post, redirect, submitted, view, type PageRequest, type Reply } from '@madang/portal';
import {
  GROUPS,
  SORTS,
  type ProposalFilter,
  type ProposalGroup,
  type ProposalSort,
  type SubmitProposalInput,
} from './proposals.inputs.js';
import { Office } from './office.service.js';
import { ProposalForms } from './proposals.form.js';
import { ProposalsReader } from './proposals.reader.js';
import { Proposals } from './proposals.service.js';
import { proposalsSettings } from './proposals.settings.js';
import { VisitorSupport } from './visitors.service.js';
import { cardOf, isOverdue, lifeOf, sentenceOf, stepsOf, toneOf, ownWordOf, wordOf, words } from './proposals.view.js';

const PER_PAGE = 20;
const COMMENTS_PER_PAGE = 20;
const PICTURE_BYTES = 10_000_000;
/** What the page's script asks to be told of; names are those of `data-live-is` in the templates. */
const LIVE = 'subscription($id:ID!){live:proposalCounts(id:$id){supports relates comments state}}';

@Injectable()
export class ProposalsPages {
  constructor(
    private readonly proposals: Proposals,
    private readonly reader: ProposalsReader,
    private readonly spaces: SpacesReader,
    private readonly comments: CommentsReader,
    private readonly answers: AnswersReader,
    private readonly office: Office,
    private readonly history: HistoryReader,
    private readonly part: TakingPart,
    private readonly pictures: Pictures,
    private readonly visitors: VisitorSupport,
    private readonly forms: ProposalForms,
    private readonly database: TenantDatabase,
  ) {}

  @Get('/proposals', { cache: true })
  everywhere(request: PageRequest): Promise<Reply> {
    return this.list(request, null);
  }

  @Get('/:space/proposals', { cache: true })
  here(request: PageRequest): Promise<Reply> {
    return this.list(request, request.params['space']!);
  }

  @Get('/:space/proposals/new')
  async write({ params, query }: PageRequest): Promise<Reply> {
    return this.forms.page(
      params['space']!,
      query['activity'],
      emptyForm({ title: (query['title'] ?? '').slice(0, 80) }),
    );
  }

  @Post('/:space/proposals', {
    uploads: { maxFiles: 10, maxBytes: PICTURE_BYTES },
    limit: { name: 'submit', points: 20, seconds: 3600 },
    free: true,
  })
  async submit(request: PageRequest): Promise<Reply> {
    const { params, form, uploads } = request;
    const space = params['space']!;
    const activity = field(form, 'activity') || undefined;
    return submitted(
      request,
      async () => {
        demand('submit', 'Proposal'); // before any file is kept
        const stored = await Promise.all(uploads.map((upload) => this.pictures.store(upload)));
        const alts = ([] as string[]).concat(form['alt'] ?? []);
        const made = await inUnit(this.database, false, () =>
          this.proposals.submit(
            inputOf(space, activity, form),
            stored.map((picture, index) => ({ ...picture, alt: alts[index] ?? '' })),
          ),
        );
        return redirect(`/${made.space}/proposals/${made.number}`, { key: 'proposals.flash.submitted' });
      },
      async (filled) => {
        const page = await inUnit(this.database, true, () => this.forms.page(space, activity, filled));
        return { template: page.template, model: { ...page.model, lost: uploads.length > 0 }, head: page.head };
      },
    );
  }

  @Get('/:space/proposals/:number', { cache: true })
  async show({ params, query }: PageRequest): Promise<Reply> {
    const item = await this.find(params);
    const sort = (COMMENT_SORTS as readonly string[]).includes(query['sort'] ?? '')
      ? (query['sort'] as CommentSort)
      : 'new';
    // Sent together, they travel in one write.
    const [outcome, history, threads, activity] = await Promise.all([
      this.answers.outcome(item.id),
      this.history.of(item.id),
      this.comments.threads(item.id, sort, COMMENTS_PER_PAGE, query['after']),
      this.spaces.activityById(item.activityId),
    ]);
    const settings = readSettings(proposalsSettings, item.settings);
    const path = `/${item.spaceSlug}/proposals/${item.number}`;
    const open = item.state === 'collecting' && !item.hiddenAt;
    // Whoever answered reports on it; an assignment ends with the answer.
    const reports = actor().role === 'officer' && ['answered', 'under_way'].includes(item.state);
    const charge = reports ? await this.office.charge(item) : outcome.assignment;
    const own = item.mine && item.state === 'collecting';
    const joined = own && (await this.proposals.place(item.id)).others;
    return view(
      'proposals/show',
      {
        ...item,
        pictures: item.pictures.map((picture, index) => ({ ...picture, number: index + 1 })),
        path,
        space: { name: words(item.spaceName), href: `/${item.spaceSlug}` },
        list: { title: words(item.activityTitle), href: `/${item.spaceSlug}/proposals` },
        tone: toneOf(item.state, item.answerKind, isOverdue(item.dueOn)),
        word: wordOf(item),
        ownWord: ownWordOf(item),
        overdue: isOverdue(item.dueOn),
        sentence: sentenceOf(item, outcome),
        steps: stepsOf(item, outcome, history),
        answer: outcome.answer && { ...outcome.answer, publishedAt: new Date(outcome.answer.publishedAt) },
        assignment: outcome.assignment,
        progress: outcome.progress.map((entry) => ({ ...entry, at: new Date(entry.at) })),
        life: lifeOf(history),
        settings,
        counts: item.supportsAtReview ?? item.supports,
        counting: item.supportsAtReview === null && 'supports',
        liveAsk: LIVE,
        can: {
          support: open && activity.open.includes('support') && actor().personId !== null,
          supportAsVisitor: open && activity.open.includes('support') && actor().personId === null,
          visitorsMayAct: settings.visitorsMayAct,
          relate: activity.open.includes('relate') && actor().personId !== null,
          comment: activity.open.includes('comment'),
          signedIn: actor().personId !== null,
          edit: own,
          withdraw: own && !joined,
          assign: may('assign', 'Proposal', item) && ['awaiting_assignment', 'awaiting_answer'].includes(item.state),
          answer:
            may('answer', 'Proposal', { ...item, ...outcome.assignment }) &&
            ['awaiting_answer', 'awaiting_assignment'].includes(item.state),
          report: may('answer', 'Proposal', { ...item, ...charge }) && ['answered', 'under_way'].includes(item.state),
          hide: may('hide', 'Proposal', item),
          lift: may('lift', 'Proposal', item) && item.state === 'missed',
        },
        discussion: threadModel(threads, {
          path,
          query,
          sort,
          total: item.comments,
          open: activity.open.includes('comment'),
          visitors: settings.visitorsMayAct,
          moderates: may('moderate', 'Comment', item),
        }),
        hidden: item.hiddenAt !== null,
        joined,
      },
      {
        title: item.title,
        description: item.summary,
        image: `${path}/share.png`,
        current: `/${item.spaceSlug}/proposals`,
        noindex: item.hiddenAt !== null,
      },
    );
  }

  @Get('/:space/proposals/:number/supporters')
  async supporters({ params, query }: PageRequest): Promise<Reply> {
    const item = await this.find(params);
    const settings = readSettings(proposalsSettings, item.settings);
    const before = readSupporterKey(query['at'], query['skip'] ?? 0) ?? null;
    const people = settings.showSupporters ? await this.history.supporters(item.id, before, 51) : [];
    const last = people.length > 50 ? supporterKey(people.slice(0, 50), before) : undefined;
    return view(
      'proposals/supporters',
      {
        title: item.title,
        href: `/${item.spaceSlug}/proposals/${item.number}`,
        supports: item.supports,
        people: people.slice(0, 50),
        shown: settings.showSupporters,
        next: last && `?at=${encodeURIComponent(last.at)}&skip=${last.skip}`,
      },
      { title: item.title, noindex: true },
    );
  }

  @Post('/:space/proposals/:number/withdraw')
  async withdraw({ params, form }: PageRequest): Promise<Reply> {
    const item = await this.find(params);
    await this.proposals.withdraw(item.id, field(form, 'reason'));
    return redirect(`/${item.spaceSlug}/proposals/${item.number}`, { key: 'proposals.flash.withdrawn' });
  }

  @Post('/:space/proposals/:number/support')
  async support({ params, form }: PageRequest): Promise<Reply> {
    const item = await this.find(params);
    const on = field(form, 'on') !== 'no';
    await this.proposals.support(item.id, on, { nameHidden: field(form, 'hidden') === 'yes' });
    return redirect(`/${item.spaceSlug}/proposals/${item.number}`, {
      key: on ? 'proposals.flash.supported' : 'proposals.flash.support_withdrawn',
    });
  }

  @Post('/:space/proposals/:number/support-by-mail', { limit: { name: 'act-by-mail', points: 10, seconds: 3600 } })
  async supportByMail({ params, form }: PageRequest): Promise<Reply> {
    const item = await this.find(params);
    await this.visitors.ask(item.id, field(form, 'email'), field(form, 'name'));
    return redirect(`/${item.spaceSlug}/proposals/${item.number}`, { key: 'proposals.flash.confirm_sent' });
  }

  @Post('/:space/proposals/:number/relate')
  async relate({ params, form }: PageRequest): Promise<Reply> {
    const item = await this.find(params);
    await this.proposals.relate(item.id, field(form, 'on') !== 'no');
    return redirect(`/${item.spaceSlug}/proposals/${item.number}`);
  }

  @Post('/:space/proposals/:number/follow')
  async follow({ params, form }: PageRequest): Promise<Reply> {
    const item = await this.find(params);
    if (field(form, 'on') === 'no') await this.part.unfollow(item.id);
    else await this.part.follow(item.id);
    return redirect(`/${item.spaceSlug}/proposals/${item.number}`, {
      key: field(form, 'on') === 'no' ? 'proposals.flash.unfollowed' : 'proposals.flash.followed',
    });
  }

  private find(params: PageRequest['params']): ReturnType<ProposalsReader['detail']> {
    const number = Number(params['number']);
    if (!Number.isSafeInteger(number) || number < 1 || number > 2_000_000_000) throw missing('proposal_missing');
    return this.reader.detail({ space: params['space']!, number });
  }

  private async list({ query, path }: PageRequest, spaceSlug: string | null): Promise<Reply> {
    const space = spaceSlug ? await this.spaces.enter(spaceSlug) : null;
    const filter: ProposalFilter = {
      space: spaceSlug ?? undefined,
      activity: query['activity'] || undefined,
      group: (GROUPS as readonly string[]).includes(query['state'] ?? '')
        ? (query['state'] as ProposalGroup)
        : undefined,
      category: query['category'] || undefined,
      q: query['q']?.slice(0, 100).trim() || undefined,
      sort: (SORTS as readonly string[]).includes(query['sort'] ?? '') ? (query['sort'] as ProposalSort) : 'new',
    };
    const page = await this.reader.list(filter, PER_PAGE, query['after']);
    const categories = await this.reader.categories();
    const kept = new URLSearchParams(
      Object.entries({
        state: filter.group,
        category: filter.category,
        q: filter.q,
        sort: query['sort'],
        activity: filter.activity,
      }).filter((e): e is [string, string] => Boolean(e[1])),
    );
    const link = (changes: Record<string, string>): string => {
      const next = new URLSearchParams(kept);
      for (const [name, value] of Object.entries(changes))
        if (value) next.set(name, value);
        else next.delete(name);
      return `${path}${next.size > 0 ? `?${next.toString()}` : ''}`;
    };
    return view(
      'proposals/list',
      {
        space: space && { name: words(space.name), href: `/${space.slug}`, slug: space.slug },
        action: path,
        filter,
        cards: page.nodes.map(cardOf),
        categories: categories.map((c) => ({ value: c.slug, label: c.name, selected: c.slug === filter.category })),
        groups: GROUPS.map((group) => ({ value: group, selected: group === filter.group })),
        sorts: SORTS.map((sort) => ({ value: sort, selected: sort === filter.sort })),
        filtered: Boolean(filter.q ?? filter.group ?? filter.category),
        staff: may('assign', 'Proposal'),
        writeAt: spaceSlug ? `/${spaceSlug}/proposals/new` : '/propose',
        next: page.hasNextPage ? link({ after: page.cursors.at(-1)! }) : undefined,
        first: query['after'] ? link({}) : undefined,
      },
      { title: space ? words(space.name) : undefined, current: path, noindex: Boolean(filter.q) },
    );
  }
}

function inputOf(space: string, activity: string | undefined, form: PageRequest['form']): SubmitProposalInput {
  const number = (name: string): number | undefined => (field(form, name) ? Number(field(form, name)) : undefined);
  return {
    space,
    activity,
    title: field(form, 'title'),
    background: field(form, 'background'),
    content: field(form, 'content'),
    categoryId: field(form, 'categoryId'),
    place: field(form, 'place'),
    latitude: number('latitude'),
    longitude: number('longitude'),
  };
}
