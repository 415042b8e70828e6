import { Injectable } from '@nestjs/common';
import { context, inUnit, isId, missing, TenantDatabase } from '@madang/kernel';
import { field, Get, Post, redirect, view, type PageRequest, type Reply } from '@madang/portal';
import { MailRoom } from './mail/mail-room.js';
import { sayNotice, type NoticeRow, type Said } from './notice-row.js';
import { NoticesReader } from './notices.reader.js';
import { Notices } from './notices.service.js';
import { CHANNELS, CHOICES, isTopic } from './topics.js';

const PER_PAGE = 50;

interface Group {
  title: string;
  subjectId: string | null;
  unread: boolean;
  items: (Said & { id: string; at: Date; unread: boolean; label: string })[];
}

@Injectable()
export class NoticesPages {
  constructor(
    private readonly reader: NoticesReader,
    private readonly notices: Notices,
    private readonly room: MailRoom,
    private readonly database: TenantDatabase,
  ) {}

  @Get('/notifications')
  async list({ query }: PageRequest): Promise<Reply> {
    const page = await this.reader.list(PER_PAGE, query['after']);
    const words = await this.room.words(context().locale);
    const groups = grouped(page.nodes, (row) => sayNotice(words, row), words.t('notices.other'));
    return view(
      'notices/list',
      {
        groups,
        unread: groups.some((group) => group.unread),
        next: page.hasNextPage ? `/notifications?after=${page.cursors.at(-1)!}` : undefined,
        first: query['after'] ? '/notifications' : undefined,
      },
      { title: words.t('notices.title'), noindex: true },
    );
  }

  /** Opens what a notice is about. Reading it is what marks it, so this page writes; twice is once. */
  @Get('/notifications/:id/open', { free: true })
  async open({ params }: PageRequest): Promise<Reply> {
    const id = params['id']!;
    const row = isId(id)
      ? await inUnit(this.database, false, async () => {
          const found = await this.reader.one(id);
          if (found) await this.notices.markRead({ ids: [id] });
          return found;
        })
      : undefined;
    if (!row) throw missing();
    return redirect(sayNotice(await this.room.words(context().locale), row).href);
  }

  @Post('/notifications/read')
  async read({ form }: PageRequest): Promise<Reply> {
    const [id, subjectId] = [field(form, 'id'), field(form, 'subject')];
    await this.notices.markRead(id ? { ids: [id] } : subjectId ? { subjectId } : {});
    return redirect('/notifications', { key: 'notices.flash.read' });
  }

  @Get('/notifications/settings')
  async settings(_request: PageRequest): Promise<Reply> {
    const [choices, words] = [await this.reader.choices(), await this.room.words(context().locale)];
    const topics = [...new Set(choices.map((row) => row.topic))].map((topic) => ({
      topic,
      channels: CHANNELS.map((channel) => ({
        channel,
        options: CHOICES.filter((choice) => channel === 'mail' || choice !== 'daily').map((value) => ({
          value,
          label: words.t(`notices.choice.${channel}.${value}`),
          checked: choices.some((row) => row.topic === topic && row.channel === channel && row.choice === value),
        })),
      })),
    }));
    return view('notices/settings', { topics }, { title: words.t('notices.settings'), noindex: true });
  }

  @Post('/notifications/settings')
  async save({ form }: PageRequest): Promise<Reply> {
    const before = new Map<string, string>(
      (await this.reader.choices()).map((row) => [`${row.topic}-${row.channel}`, row.choice]),
    );
    for (const name of Object.keys(form)) {
      const [topic, channel] = name.split('-');
      // Only what was changed is kept as a choice; the rest follows the defaults of tomorrow too.
      if (isTopic(topic) && channel && field(form, name) !== before.get(name))
        await this.notices.choose(topic, channel, field(form, name));
    }
    return redirect('/notifications/settings', { key: 'notices.flash.saved' });
  }

  @Get('/unsubscribe/:token')
  async unsubscribing({ params, path }: PageRequest): Promise<Reply> {
    const { topic } = this.notices.look(params['token']!);
    return view(
      'notices/unsubscribe',
      { topic, action: path, done: false },
      { title: await this.offTitle(), noindex: true },
    );
  }

  /** Also what mail programs send for their own button (RFC 8058); it may not redirect. */
  @Post('/unsubscribe/:token', { open: true, limit: { name: 'unsubscribe', points: 60, seconds: 600 } })
  async unsubscribe({ params }: PageRequest): Promise<Reply> {
    const topic = await this.notices.unsubscribe(params['token']!);
    return view('notices/unsubscribe', { topic, done: true }, { title: await this.offTitle(), noindex: true });
  }

  private async offTitle(): Promise<string> {
    return (await this.room.words(context().locale)).t('notices.off.title');
  }
}

/** Notices by what they are about, in the order of each one's newest. */
export function grouped(rows: readonly NoticeRow[], say: (row: NoticeRow) => Said, other: string): Group[] {
  const groups = new Map<string, Group>();
  for (const row of rows) {
    const key = row.subjectId ?? row.spaceSlug ?? '';
    const said = say(row);
    const group = groups.get(key) ?? {
      title: row.subjectId ? (row.title ?? said.title) : other,
      subjectId: row.subjectId,
      unread: false,
      items: [],
    };
    const unread = row.readAt === null;
    // Under the name of its subject a notice need not repeat it, unless it says who spoke.
    const label = row.subjectId && !row.params.commentId ? said.title : said.text;
    group.items.push({ ...said, label, id: row.id, at: row.at, unread });
    group.unread ||= unread;
    groups.set(key, group);
  }
  return [...groups.values()];
}
