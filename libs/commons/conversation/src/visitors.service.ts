import { Injectable } from '@nestjs/common';
import { closed, db, invalid, isId, missing, readInput } from '@madang/kernel';
import { PendingActs } from '@madang/commons-people';
import { safePath } from '@madang/portal';
import { readable, sight, SpacesReader } from '@madang/commons-spaces';
import { Comments } from './comments.service.js';
import { WriteCommentInput } from './comments.types.js';

/** Comments without an account: they appear when the link in the mail is confirmed. */
@Injectable()
export class VisitorComments {
  constructor(
    private readonly acts: PendingActs,
    private readonly comments: Comments,
    private readonly spaces: SpacesReader,
  ) {
    acts.offer('conversation.comment', async (data, personId) => {
      const { subjectId, body, back } = data;
      if (!isId(subjectId) || typeof body !== 'string') throw invalid();
      const id = await this.comments.write({ subjectId, body }, { personId });
      return `${safePath(typeof back === 'string' ? back : undefined).split('#')[0]!}#c-${id}`;
    });
  }

  /** Keeps a visitor's comment until it is confirmed. @throws closed where visitors may not act */
  async ask(raw: WriteCommentInput, back: string, email: string, displayName: string): Promise<void> {
    const input = readInput(WriteCommentInput, raw);
    const subject = await db().row<{ activityId: string; title: string }>(
      `SELECT s.activity_id AS "activityId", s.title FROM subjects s JOIN spaces sp ON sp.id = s.space_id
         JOIN activities act ON act.id = s.activity_id WHERE s.id = $1 AND ${readable('$2', '$3')}`,
      [input.subjectId, ...sight()],
    );
    if (!subject) throw missing();
    const activity = await this.spaces.activityById(subject.activityId);
    if (activity.settings['visitorsMayAct'] === false) throw closed('sign_in_first');
    if (!activity.open.includes('comment')) throw closed('comments_closed');
    const data = { subjectId: input.subjectId, body: input.body, back };
    await this.acts.request('conversation.comment', data, email, displayName, {
      key: 'conversation.act.comment',
      params: { title: subject.title },
    });
  }
}
