import { Injectable } from '@nestjs/common';
import { activityHref, context, inLanguage, may } from '@madang/kernel';
import { field, Get, Post, redirect, SiteWords, view, type PageRequest, type Reply } from '@madang/portal';
import { Memberships } from './memberships.service.js';
import { pathOf } from './path.js';
import { Previews } from './processes/previews.service.js';
import { processView } from './processes/process.view.js';
import { SpacesReader, today, type SpaceRow } from './spaces.reader.js';
import { sees } from './visibility.js';

/** A space as templates see it. */
const card = (space: SpaceRow): Record<string, unknown> => ({
  ...space,
  name: inLanguage(space.name),
  summary: inLanguage(space.summary),
  href: `/${space.slug}`,
  inside: space.mine === 'member' || space.mine === 'organiser',
});

@Injectable()
export class SpacesPages {
  constructor(
    private readonly spaces: SpacesReader,
    private readonly memberships: Memberships,
    private readonly previews: Previews,
    private readonly words: SiteWords,
  ) {}

  @Get('/spaces', { cache: true })
  async list(): Promise<Reply> {
    return view('spaces/list', { spaces: (await this.spaces.list()).map(card) }, { current: '/spaces' });
  }

  @Get('/:space', { cache: true })
  async home({ params }: PageRequest): Promise<Reply> {
    const space = await this.spaces.find(params['space']!);
    if (!sees(space))
      return view('spaces/closed', { space: card(space) }, { title: inLanguage(space.name), noindex: true });
    const [activities, processes] = [await this.spaces.activities(space.id), await this.spaces.processes(space.id)];
    return view(
      'spaces/home',
      {
        space: card(space),
        activities: activities.map((a) => ({
          ...a,
          title: inLanguage(a.title),
          summary: inLanguage(a.summary),
          href: activityHref(a.method, space.slug, a.slug),
        })),
        processes: processes.map((p) => ({
          ...p,
          title: inLanguage(p.title),
          purpose: inLanguage(p.purpose),
          href: `/${space.slug}/processes/${p.slug}`,
          path: pathOf(p.phases),
        })),
      },
      { title: inLanguage(space.name), description: inLanguage(space.summary) },
    );
  }

  @Get('/:space/processes/:process', { cache: true })
  async process({ params }: PageRequest): Promise<Reply> {
    const space = await this.spaces.enter(params['space']!);
    const process = await this.spaces.process(space.id, params['process']!);
    return processView(process, card(space), await this.words.in(context().locale));
  }

  /** A draft as it will look, for whoever holds its link; `on` looks at another day. */
  @Get('/preview/:secret', { limit: { name: 'preview', points: 60, seconds: 60 } })
  async preview({ params, query }: PageRequest): Promise<Reply> {
    const id = await this.previews.open(params['secret']!.slice(0, 100));
    const day = /^\d{4}-\d{2}-\d{2}$/.test(query['on'] ?? '') ? query['on']! : today();
    const process = await this.spaces.processById(id, day);
    const space = await this.spaces.find(process.spaceSlug);
    return processView(process, card(space), await this.words.in(context().locale), day);
  }

  @Get('/:space/members')
  async members({ params, query }: PageRequest): Promise<Reply> {
    const space = await this.spaces.enter(params['space']!);
    const people = await this.memberships.people(space.slug, query['after'] ?? null, 51);
    return view(
      'spaces/members',
      {
        space: card(space),
        people: people.slice(0, 50),
        decides: may('decide', 'Membership', { spaceId: space.id }),
        next: people.length > 50 ? `/${space.slug}/members?after=${people[49]!.personId}` : undefined,
      },
      { title: inLanguage(space.name), noindex: true },
    );
  }

  @Post('/:space/join')
  async join({ params, form }: PageRequest): Promise<Reply> {
    const state = await this.memberships.join(params['space']!, field(form, 'message'));
    return redirect(`/${params['space']!}`, { key: `spaces.flash.${state}` });
  }

  @Post('/:space/leave')
  async leave({ params }: PageRequest): Promise<Reply> {
    await this.memberships.leave(params['space']!);
    return redirect(`/${params['space']!}`, { key: 'spaces.flash.left' });
  }

  @Post('/:space/members/:person')
  async decide({ params, form }: PageRequest): Promise<Reply> {
    await this.memberships.decide(params['space']!, params['person']!, field(form, 'to'), field(form, 'reason'));
    return redirect(`/${params['space']!}/members`, { key: 'spaces.flash.decided' });
  }
}
