import { Injectable } from '@nestjs/common';
import { DomainError } from '@madang/kernel';
import { field, Post, redirect, safePath, type PageRequest, type Reply } from '@madang/portal';
import { Comments } from './comments.service.js';
import { VisitorComments } from './visitors.service.js';
import type { Stance } from './comments.types.js';

/** Acts on comments from any page that shows a thread; `back` names that page. */
@Injectable()
export class CommentsPages {
  constructor(
    private readonly comments: Comments,
    private readonly visitors: VisitorComments,
  ) {}

  @Post('/comments/by-mail', { limit: { name: 'act-by-mail', points: 10, seconds: 3600 } })
  async writeByMail({ form }: PageRequest): Promise<Reply> {
    const back = safePath(field(form, 'back'));
    const text = { subjectId: field(form, 'subject'), body: field(form, 'body') };
    await this.visitors.ask(text, back, field(form, 'email'), field(form, 'name'));
    return redirect(`${back.split('#')[0]!}#discussion`, { key: 'conversation.flash.confirm_sent' });
  }

  @Post('/comments', { limit: { name: 'comment', points: 30, seconds: 600 } })
  async write({ form }: PageRequest): Promise<Reply> {
    const back = safePath(field(form, 'back'));
    try {
      const id = await this.comments.write({
        subjectId: field(form, 'subject'),
        parentId: field(form, 'parent') || undefined,
        body: field(form, 'body'),
        stance: (field(form, 'stance') || undefined) as Stance | undefined,
      });
      return redirect(`${back.split('#')[0]!}#c-${id}`, { key: 'conversation.flash.written' });
    } catch (error) {
      // The text is kept on the device by the enhancer, and by the browser's own back button without it.
      if (error instanceof DomainError && error.fields[0])
        throw new DomainError(error.kind, `field.${error.fields[0].code}`, error.fields[0].params);
      throw error;
    }
  }

  @Post('/comments/:id/edit')
  async edit({ params, form }: PageRequest): Promise<Reply> {
    await this.comments.edit(params['id']!, field(form, 'body'));
    return redirect(`${safePath(field(form, 'back')).split('#')[0]!}#c-${params['id']!}`, {
      key: 'conversation.flash.edited',
    });
  }

  @Post('/comments/:id/withdraw')
  async withdraw({ params, form }: PageRequest): Promise<Reply> {
    await this.comments.withdraw(params['id']!);
    return redirect(safePath(field(form, 'back')), { key: 'conversation.flash.withdrawn' });
  }

  @Post('/comments/:id/hide')
  async hide({ params, form }: PageRequest): Promise<Reply> {
    await this.comments.hide(params['id']!, field(form, 'hidden') !== 'no', field(form, 'reason'));
    return redirect(safePath(field(form, 'back')), { key: 'conversation.flash.hidden' });
  }

  @Post('/comments/:id/relate')
  async relate({ params, form }: PageRequest): Promise<Reply> {
    await this.comments.relate(params['id']!, field(form, 'on') !== 'no');
    return redirect(`${safePath(field(form, 'back')).split('#')[0]!}#c-${params['id']!}`);
  }
}
