import { Injectable } from '@nestjs/common';
import type { AnswerInput } from '@madang/commons-answers';
import { InputActs, type ActChoice, type EntryText, type InputAct, type InputHandler } from '@madang/commons-inputs';
import { Office } from './office.service.js';
import { CARRYING_OUT } from './proposals.rules.js';
import { Proposals } from './proposals.service.js';

/** What staff do with proposals from the table of all inputs; every act is the one its own page does. */
@Injectable()
export class ProposalInputs implements InputHandler {
  readonly kind = 'proposal';
  readonly method = 'proposals';
  readonly acts = ['assign', 'category', 'move', 'hide', 'restore', 'lift'] as const;
  readonly moves = CARRYING_OUT;

  constructor(
    acts: InputActs,
    private readonly proposals: Proposals,
    private readonly office: Office,
  ) {
    acts.offer(this);
  }

  async act(act: InputAct, id: string, choice: ActChoice): Promise<void> {
    const { departmentId, officerId, dueOn, categoryId, to = '', reason = '' } = choice;
    if (act === 'assign') await this.office.assign({ subjectId: id, departmentId, officerId, dueOn });
    else if (act === 'category') await this.office.categorise(id, categoryId ?? null);
    else if (act === 'move') await this.office.move(id, to, reason);
    else if (act === 'lift') await this.proposals.lift(id, reason);
    else await this.proposals.hide(id, act === 'hide', reason);
  }

  told(act: InputAct, { to, dueOn }: ActChoice): { name: string; data: Record<string, unknown> } | undefined {
    if (act === 'assign') return { name: 'proposals.assigned', data: { dueOn } };
    if (act === 'move') return { name: 'proposals.moved', data: { to } };
    if (act === 'lift') return { name: 'proposals.moved', data: { from: 'missed', to: 'awaiting_assignment' } };
    return undefined;
  }

  async answer(input: AnswerInput, approved: boolean): Promise<void> {
    await this.office.answer(input, { approved });
  }

  demandAnswer(id: string): Promise<void> {
    return this.office.demandAnswer(id);
  }

  enter({ spaceSlug, activitySlug, title, body, categoryId, place, pictures, ...by }: EntryText): Promise<string> {
    return this.proposals.enter(
      { space: spaceSlug, activity: activitySlug, title, content: body, categoryId, place, pictures },
      by,
    );
  }
}
