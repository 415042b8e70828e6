import { Injectable } from '@nestjs/common';
import { inUnit, TenantDatabase, hashPassword, PASSWORD_LEAST } from '@madang/kernel';
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
import { Confirmations } from './confirmations.service.js';
import { Consents } from './consents.service.js';
import { factorPath, PeopleReader } from './people.reader.js';
import { sessionCookie } from './session-cookie.js';

const head = { noindex: true };

/** The page behind every mailed link: it says what will be done, and a button does it. */
@Injectable()
export class LinkPages {
  constructor(
    private readonly database: TenantDatabase,
    private readonly confirmations: Confirmations,
    private readonly consents: Consents,
    private readonly people: PeopleReader,
  ) {}

  @Get('/link/:token', { limit: { name: 'link', points: 60, seconds: 900 } })
  async show({ params }: PageRequest): Promise<Reply> {
    return view('people/link', await this.model(params['token']!, emptyForm()), head);
  }

  @Post('/link/:token', { limit: { name: 'link', points: 60, seconds: 900 }, free: true })
  press(request: PageRequest): Promise<Reply> {
    const { form, params } = request;
    const token = params['token']!;
    return submitted(
      request,
      async () => {
        const password = field(form, 'password');
        const answer = {
          ...(form['displayName'] === undefined ? {} : { displayName: field(form, 'displayName') }),
          terms: field(form, 'terms') === 'yes',
          privacy: field(form, 'privacy') === 'yes',
          marketing: field(form, 'marketing') === 'yes',
          passwordHash: password === '' ? undefined : await hashPassword(password),
          stay: field(form, 'then') !== 'only',
        };
        const done = await inUnit(this.database, false, () => this.confirmations.confirm(token, answer, request));
        if (!done.session) return redirect(done.to, { key: done.flash });
        const owes = await inUnit(this.database, true, () => this.people.owesFactor(done.session!));
        // What a link confirmed is done; signing in is not, as long as a code is owed.
        const said = owes && done.flash !== 'people.flash.confirm_act' ? undefined : { key: done.flash };
        return redirect(owes ? factorPath(done.to) : done.to, said, [sessionCookie(done.session)]);
      },
      async (filled) => ({
        template: 'people/link',
        model: await inUnit(this.database, true, () =>
          this.model(token, { ...filled, values: { ...filled.values, password: '' } }),
        ),
        head,
      }),
    );
  }

  private async model(token: string, form: FormModel): Promise<Record<string, unknown>> {
    const link = await this.confirmations.look(token);
    return {
      ...link,
      token,
      form,
      least: PASSWORD_LEAST,
      choosesPassword: ['register', 'invite', 'set_password'].includes(link.purpose),
      documents: link.asks ? await this.consents.documents() : [],
    };
  }
}
