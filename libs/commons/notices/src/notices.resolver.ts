import { Args, Int, Mutation, Query, Resolver, Subscription } from '@nestjs/graphql';
import { actor, connection, context, denied, Live, PageArgs, readInput } from '@madang/kernel';
import { MailRoom } from './mail/mail-room.js';
import { sayNotice } from './notice-row.js';
import { NoticesReader, reader, unreadTopic } from './notices.reader.js';
import { Notices } from './notices.service.js';
import { MarkNoticesReadInput, NoticeChoice, NoticeChoiceInput, NoticeConnection } from './notices.types.js';

@Resolver()
export class NoticesResolver {
  constructor(
    private readonly reader: NoticesReader,
    private readonly service: Notices,
    private readonly room: MailRoom,
    private readonly live: Live,
  ) {}

  @Query(() => NoticeConnection, { name: 'notices', description: 'What I was told, newest first.' })
  async list(@Args() page: PageArgs): Promise<NoticeConnection> {
    const { first, after } = readInput(PageArgs, page);
    const found = await this.reader.list(first, after);
    const words = await this.room.words(context().locale);
    const nodes = found.nodes.map((row) => {
      const { title, text, href } = sayNotice(words, row);
      return {
        id: row.id,
        topic: row.topic,
        kind: row.params.say,
        title,
        text,
        path: href,
        subjectId: row.subjectId,
        at: row.at,
        readAt: row.readAt,
      };
    });
    return connection({ ...found, nodes });
  }

  @Query(() => Int, { description: 'How many notices I have not read; counts to 100, 0 for visitors.' })
  unreadNoticeCount(): Promise<number> {
    return this.reader.unread();
  }

  @Subscription(() => Int, {
    name: 'unreadNoticeCount',
    description: 'How many notices I have not read: at once, then whenever that changed. Counts to 100.',
  })
  unread(): Promise<AsyncIterable<{ unreadNoticeCount: number }>> {
    const mine = reader();
    return this.live.follow({
      topic: unreadTopic(mine),
      name: 'unreadNoticeCount',
      read: () => this.reader.unreadOf(mine),
      see: (unreadNoticeCount) => {
        if (actor().personId !== mine) throw denied('sign_in_first');
        return { unreadNoticeCount };
      },
    });
  }

  @Query(() => [NoticeChoice], { description: 'My choice for every topic and channel.' })
  noticeChoices(): Promise<NoticeChoice[]> {
    return this.reader.choices();
  }

  @Mutation(() => Int, { description: 'Marks notices as read; answers with how many became read.' })
  markNoticesRead(@Args('input', { defaultValue: {} }) input: MarkNoticesReadInput): Promise<number> {
    return this.service.markRead(readInput(MarkNoticesReadInput, input));
  }

  @Mutation(() => [NoticeChoice], {
    description: 'Chooses when I am told of a topic by a channel; answers with all my choices.',
  })
  async setNoticeChoice(@Args('input') input: NoticeChoiceInput): Promise<NoticeChoice[]> {
    const { topic, channel, choice } = readInput(NoticeChoiceInput, input);
    await this.service.choose(topic, channel, choice);
    return this.reader.choices();
  }
}
