import { Injectable } from '@nestjs/common';
import { actor, context, inUnit, TenantDatabase } from '@madang/kernel';
import {
  emptyForm,
  field,
  Get,
  Post,
  redirect,
  safePath,
  submitted,
  view,
  type PageRequest,
  type Reply,
} from '@madang/portal';
import { PeopleReader } from '../people.reader.js';
import { SESSION_COOKIE, sessionCookie } from '../session-cookie.js';
import { refuseWrong, SecondFactor } from './second-factor.service.js';
import { startModel, enrolModel } from './factor-models.js';

const AT = '/sign-in/second-factor';
const LIMIT = { name: 'factor', points: 40, seconds: 900 };
const head = { noindex: true, current: '/sign-in' };

/** The second half of coming in: a code, or setting up what gives codes. Works without JavaScript. */
@Injectable()
export class FactorPages {
  constructor(
    private readonly database: TenantDatabase,
    private readonly people: PeopleReader,
    private readonly factor: SecondFactor,
  ) {}

  @Get(AT)
  async form({ query }: PageRequest): Promise<Reply> {
    const back = safePath(query['back'], '/');
    const { personId, halfway } = actor();
    if (personId) return redirect(back === '/' ? '/me' : back);
    if (!halfway) return redirect(`/sign-in?back=${encodeURIComponent(back)}`);
    if (halfway.stage === 'enrol') return view('people/factor-start', startModel(AT, back), head);
    return Promise.resolve(view('people/factor-code', { form: emptyForm(), back }, head));
  }

  @Post(AT, { free: true, limit: LIMIT })
  pass(request: PageRequest): Promise<Reply> {
    const { form } = request;
    const back = safePath(field(form, 'back'), '/');
    return submitted(
      request,
      async () => {
        const answer = await inUnit(this.database, false, () => this.factor.pass(field(form, 'code'), request));
        refuseWrong(answer);
        return redirect(back, { key: 'people.flash.sign_in' }, [sessionCookie(answer.session!)]);
      },
      async (filled) =>
        Promise.resolve({
          template: 'people/factor-code',
          model: { form: { ...filled, values: {} }, back, recovery: field(form, 'recovery') === 'yes' },
          head,
        }),
    );
  }

  @Post(`${AT}/begin`, { limit: LIMIT })
  async begin({ form }: PageRequest): Promise<Reply> {
    const back = safePath(field(form, 'back'), '/');
    return view('people/factor-enrol', enrolModel(AT, await this.factor.begin(), emptyForm(), back), head);
  }

  /** The codes are on this page and nowhere else, so it answers itself instead of leading on. */
  @Post(`${AT}/finish`, { free: true, limit: LIMIT })
  finish(request: PageRequest): Promise<Reply> {
    const { form } = request;
    const back = safePath(field(form, 'back'), '/');
    return submitted(
      request,
      async () => {
        const answer = await inUnit(this.database, false, () => this.factor.finish(field(form, 'code'), request));
        refuseWrong(answer);
        const sessionToken = request.cookies[SESSION_COOKIE];
        context().actor = await inUnit(this.database, true, () => this.people.recognise({ sessionToken }));
        return view('people/factor-codes', { codes: answer.codes, back }, head);
      },
      async (filled) => ({
        template: 'people/factor-enrol',
        model: enrolModel(AT, await inUnit(this.database, true, () => this.factor.pending()), filled, back),
        head,
      }),
    );
  }
}
