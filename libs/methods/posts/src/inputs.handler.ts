import { Injectable } from '@nestjs/common';
import { InputActs, type ActChoice, type InputAct, type InputHandler } from '@madang/commons-inputs';
import { Posts } from './posts.service.js';

/** What staff do with posts from the table of all inputs. */
@Injectable()
export class PostInputs implements InputHandler {
  readonly kind = 'post';
  readonly method = 'posts';
  readonly acts = ['hide', 'restore'] as const;

  constructor(
    acts: InputActs,
    private readonly posts: Posts,
  ) {
    acts.offer(this);
  }

  act(act: InputAct, id: string, { reason = '' }: ActChoice): Promise<void> {
    return this.posts.hide(id, act === 'hide', reason);
  }

  told(): undefined {
    return undefined;
  }
}
