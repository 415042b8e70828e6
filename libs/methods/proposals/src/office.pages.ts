import { Injectable } from '@nestjs/common';
import { actor, conflict, denied, may, missing } from '@madang/kernel';
import {
  ANSWER_KINDS,
  AnswersReader,
  PROGRESS_STATES,
  type Answer,
  type AnswerKind,
  type ProgressState,
} from '@madang/commons-answers';
import {
  emptyForm,
  field,
  Get,
  Post,
  redirect,
  submitted,
  view,
  type FormModel,
  type PageRequest,
  type Reply,
  type ViewReply,
} from '@madang/portal';
import { Office } from './office.service.js';
import { ProposalsReader, type DetailRow } from './proposals.reader.js';
import { Proposals } from './proposals.service.js';
import { cardOf } from './proposals.view.js';

/** Pages of those who are in charge: assign, answer, report, lift, hide. */
@Injectable()
export class OfficePages {
  constructor(
    private readonly reader: ProposalsReader,
    private readonly proposals: Proposals,
    private readonly office: Office,
    private readonly answers: AnswersReader,
  ) {}

  @Get('/office')
  async queue(): Promise<Reply> {
    const items = await this.office.queue();
    return view(
      'proposals/office',
      {
        answers: items.filter((item) => item.state === 'awaiting_answer').map(cardOf),
        unassigned: items.filter((item) => item.state === 'awaiting_assignment').map(cardOf),
      },
      { noindex: true },
    );
  }

  @Get('/:space/proposals/:number/assign')
  async assignForm({ params }: PageRequest): Promise<Reply> {
    const item = await this.find(params, 'assign');
    return this.form('assign', item, emptyForm(), {
      ...(await this.answers.staff()),
      dueOn: item.dueOn ?? this.proposals.dueOn(await this.proposals.place(item.id)),
    });
  }

  @Post('/:space/proposals/:number/assign')
  async assign(request: PageRequest): Promise<Reply> {
    const item = await this.find(request.params, 'assign');
    const { form } = request;
    return submitted(
      request,
      async () => {
        await this.office.assign({
          subjectId: item.id,
          departmentId: field(form, 'departmentId') || undefined,
          officerId: field(form, 'officerId') || undefined,
          dueOn: field(form, 'dueOn') || undefined,
        });
        return redirect(pathOf(item), { key: 'proposals.flash.assigned' });
      },
      async (filled) => this.form('assign', item, filled, await this.answers.staff()),
    );
  }

  @Get('/:space/proposals/:number/answer')
  async answerForm({ params }: PageRequest): Promise<Reply> {
    const item = await this.find(params, 'answer');
    const { answer } = await this.answers.outcome(item.id);
    return this.form('write-answer', item, emptyForm(writtenIn(answer)), { kinds: ANSWER_KINDS, seen: seenOf(answer) });
  }

  @Post('/:space/proposals/:number/answer')
  async answer(request: PageRequest): Promise<Reply> {
    const item = await this.find(request.params, 'answer');
    const { form } = request;
    return submitted(
      request,
      async () => {
        // What a colleague answered while this was written is not replaced unseen.
        const { answer } = await this.answers.outcome(item.id);
        if (field(form, 'seen') !== seenOf(answer)) throw conflict('changed_meanwhile');
        const done = await this.office.answer(
          {
            subjectId: item.id,
            kind: field(form, 'kind') as AnswerKind,
            body: field(form, 'body'),
            reason: field(form, 'reason') || undefined,
            nextStep: field(form, 'nextStep') || undefined,
            budget: field(form, 'budget') ? Number(field(form, 'budget').replaceAll(',', '')) : undefined,
            promisedOn: field(form, 'promisedOn') || undefined,
          },
          { over: answer ? seenOf(answer) : null },
        );
        return redirect(`${pathOf(item)}#answer`, {
          key: `proposals.flash.${done === 'published' ? 'answered' : 'answer_submitted'}`,
        });
      },
      async (filled) => {
        const { answer } = await this.answers.outcome(item.id);
        const other = filled.problem && answer && { ...answer, publishedAt: new Date(answer.publishedAt) };
        return this.form('write-answer', item, filled, { kinds: ANSWER_KINDS, seen: seenOf(answer), answer: other });
      },
    );
  }

  @Get('/:space/proposals/:number/progress')
  async progressForm({ params }: PageRequest): Promise<Reply> {
    return this.form('progress-form', await this.find(params, 'answer'), emptyForm(), { states: PROGRESS_STATES });
  }

  @Post('/:space/proposals/:number/progress')
  async progress(request: PageRequest): Promise<Reply> {
    const item = await this.find(request.params, 'answer');
    const { form } = request;
    return submitted(
      request,
      async () => {
        await this.office.report({
          subjectId: item.id,
          status: field(form, 'status') as ProgressState,
          body: field(form, 'body'),
          nextReportOn: field(form, 'nextReportOn') || undefined,
        });
        return redirect(pathOf(item), { key: 'proposals.flash.reported' });
      },
      async (filled) => this.form('progress-form', item, filled, { states: PROGRESS_STATES }),
    );
  }

  @Get('/:space/proposals/:number/lift')
  async liftForm({ params }: PageRequest): Promise<Reply> {
    return this.form('reason', await this.find(params, 'lift'), emptyForm(), { act: 'lift' });
  }

  @Post('/:space/proposals/:number/lift')
  async lift(request: PageRequest): Promise<Reply> {
    const item = await this.find(request.params, 'lift');
    return submitted(
      request,
      async () => {
        await this.proposals.lift(item.id, field(request.form, 'reason'));
        return redirect(pathOf(item), { key: 'proposals.flash.lifted' });
      },
      async (filled) => this.form('reason', item, filled, { act: 'lift' }),
    );
  }

  @Get('/:space/proposals/:number/hide')
  async hideForm({ params }: PageRequest): Promise<Reply> {
    const item = await this.find(params, 'hide');
    return this.form('reason', item, emptyForm(), { act: item.hiddenAt ? 'restore' : 'hide' });
  }

  @Post('/:space/proposals/:number/hide')
  async hide(request: PageRequest): Promise<Reply> {
    const item = await this.find(request.params, 'hide');
    const act = item.hiddenAt ? 'restore' : 'hide';
    return submitted(
      request,
      async () => {
        await this.proposals.hide(item.id, act === 'hide', field(request.form, 'reason'));
        return redirect(pathOf(item), { key: `proposals.flash.${act}` });
      },
      async (filled) => this.form('reason', item, filled, { act }),
    );
  }

  private async find(params: PageRequest['params'], act: string): Promise<DetailRow> {
    if (!actor().personId) throw denied('sign_in_first');
    const number = Number(params['number']);
    if (!Number.isSafeInteger(number) || number < 1) throw missing('proposal_missing');
    const item = await this.reader.detail({ space: params['space']!, number });
    const charge = act === 'answer' ? await this.office.charge(item) : null;
    if (!may(act, 'Proposal', { ...item, ...charge })) throw denied();
    return item;
  }

  private form(template: string, item: DetailRow, form: FormModel, extra: object): ViewReply {
    return view(`proposals/${template}`, { title: item.title, path: pathOf(item), form, ...extra }, { noindex: true });
  }
}

const pathOf = (item: DetailRow): string => `/${item.spaceSlug}/proposals/${item.number}`;

/** Which answer a form was opened on; empty: none yet. */
const seenOf = (answer: Answer | null): string => (answer ? String(answer.editedAt ?? answer.publishedAt) : '');

/** The answer that stands, to be changed. */
const writtenIn = (answer: Answer | null): Record<string, string> =>
  answer
    ? {
        kind: answer.kind,
        body: answer.body,
        reason: answer.reason,
        nextStep: answer.nextStep,
        promisedOn: answer.promisedOn ?? '',
        budget: answer.budget === null ? '' : String(answer.budget),
      }
    : {};
