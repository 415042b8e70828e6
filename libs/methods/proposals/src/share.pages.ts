import { Injectable } from '@nestjs/common';
import { context, inLanguage, inUnit, missing, TenantCache, TenantDatabase } from '@madang/kernel';
import { Get, raw, redirect, ShellSource, view, type PageRequest, type Reply } from '@madang/portal';
import { shareImage, solveTheme } from '@madang/theming';
import { SpacesReader } from '@madang/commons-spaces';
import { ProposalsReader } from './proposals.reader.js';
import { words } from './proposals.view.js';

/** Ways to a proposal from elsewhere: the picture that shared links show, and the door for whoever wants to propose. */
@Injectable()
export class SharePages {
  // Drawing takes tens of milliseconds; a title seldom changes.
  private readonly drawn = new TenantCache<Buffer>(200, 3_600_000);

  constructor(
    private readonly reader: ProposalsReader,
    private readonly spaces: SpacesReader,
    private readonly shell: ShellSource,
    private readonly database: TenantDatabase,
  ) {}

  @Get('/:space/proposals/:number/share.png', { free: true, limit: { name: 'share', points: 120, seconds: 60 } })
  async picture({ params }: PageRequest): Promise<Reply> {
    const number = Number(params['number']);
    if (!Number.isSafeInteger(number) || number < 1 || number > 2_000_000_000) throw missing('proposal_missing');
    const { item, shell } = await inUnit(this.database, true, async () => ({
      item: await this.reader.detail({ space: params['space']!, number }),
      shell: await this.shell.shell(),
    }));
    if (item.hiddenAt) throw missing('proposal_hidden');
    const png = await this.drawn.get(`${item.id} ${item.title}`, () =>
      shareImage({
        theme: solveTheme(shell.theme),
        seed: context().tenant.slug,
        site: inLanguage(shell.name),
        title: item.title,
      }),
    );
    // What only members may see stays out of caches that others share.
    return raw('image/png', png, {
      'cache-control': item.visibility === 'public' ? 'public, max-age=3600' : 'private, no-store',
    });
  }

  @Get('/propose')
  async choose({ query }: PageRequest): Promise<Reply> {
    const title = (query['title'] ?? '').slice(0, 80);
    const open = await this.spaces.openFor('proposals', 'submit');
    const to = (slug: string): string => `/${slug}/proposals/new${title ? `?title=${encodeURIComponent(title)}` : ''}`;
    if (open.length === 1) return redirect(to(open[0]!.slug));
    return view(
      'proposals/choose',
      {
        spaces: open.map((space) => ({ href: to(space.slug), name: words(space.name), summary: words(space.summary) })),
      },
      { noindex: true },
    );
  }
}
