import { Injectable } from '@nestjs/common';
import { actor, denied, inUnit, TenantDatabase } from '@madang/kernel';
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
} from '@madang/portal';
import { enrolModel } from './factor-models.js';
import { refuseWrong, SecondFactor, type FactorAnswer } from './second-factor.service.js';

const AT = '/me/security/second-factor';
const LIMIT = { name: 'factor', points: 40, seconds: 900 };
const head = { noindex: true, current: '/me' };

/** My second factor: set up because I want it, renewed, given up. */
@Injectable()
export class MyFactorPages {
  constructor(
    private readonly database: TenantDatabase,
    private readonly factor: SecondFactor,
  ) {}

  @Get(AT)
  async show(): Promise<Reply> {
    return view('people/factor', await this.model(emptyForm()), head);
  }

  @Post(`${AT}/begin`, { limit: LIMIT })
  async begin(): Promise<Reply> {
    return view('people/factor-enrol', enrolModel(AT, await this.factor.begin(), emptyForm(), AT), head);
  }

  @Post(`${AT}/finish`, { free: true, limit: LIMIT })
  finish(request: PageRequest): Promise<Reply> {
    return submitted(
      request,
      () => this.codes(() => this.factor.finish(field(request.form, 'code'), request)),
      async (filled) => ({
        template: 'people/factor-enrol',
        model: enrolModel(AT, await inUnit(this.database, true, () => this.factor.pending()), filled, AT),
        head,
      }),
    );
  }

  @Post(`${AT}/codes`, { free: true, limit: LIMIT })
  renew(request: PageRequest): Promise<Reply> {
    return submitted(
      request,
      () => this.codes(() => this.factor.renewCodes(field(request.form, 'code'), request)),
      (filled) => this.again(filled),
    );
  }

  @Post(`${AT}/remove`, { free: true, limit: LIMIT })
  remove(request: PageRequest): Promise<Reply> {
    return submitted(
      request,
      async () => {
        refuseWrong(await inUnit(this.database, false, () => this.factor.remove(field(request.form, 'code'), request)));
        return redirect('/me/security', { key: 'people.flash.factor_removed' });
      },
      (filled) => this.again(filled),
    );
  }

  /** The codes are on this page and nowhere else, so it answers itself instead of leading on. */
  private async codes(work: () => Promise<FactorAnswer>): Promise<Reply> {
    const answer = await inUnit(this.database, false, work);
    refuseWrong(answer);
    return view('people/factor-codes', { codes: answer.codes, back: AT }, head);
  }

  private async again(
    form: FormModel,
  ): Promise<{ template: string; model: Record<string, unknown>; head: typeof head }> {
    const model = await inUnit(this.database, true, () => this.model({ ...form, values: {} }));
    return { template: 'people/factor', model, head };
  }

  private async model(form: FormModel): Promise<Record<string, unknown>> {
    if (!actor().personId) throw denied('sign_in_first');
    return { form, base: AT, back: AT, factor: await this.factor.state() };
  }
}
