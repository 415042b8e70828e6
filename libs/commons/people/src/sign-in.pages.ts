import { Injectable } from '@nestjs/common';
import { actor, inUnit, TenantDatabase } from '@madang/kernel';
import {
  emptyForm,
  field,
  Get,
  Post,
  redirect,
  safePath,
  submitted,
  view,
  type FormModel,
  type PageRequest,
  type Reply,
} from '@madang/portal';
import { Consents } from './consents.service.js';
import type { RegisterInput } from './people.inputs.js';
import { SignInPolicy } from './policy/sign-in-policy.js';
import { factorPath, PeopleReader } from './people.reader.js';
import { noSession, sessionCookie } from './session-cookie.js';
import { Sessions } from './sessions.service.js';
import { SignIn } from './sign-in.service.js';

const LIMIT = { name: 'sign_in', points: 20, seconds: 900 };

/** What was typed, without the password: it is never sent back. */
const withoutPassword = (form: FormModel): FormModel => ({ ...form, values: { ...form.values, password: '' } });

/** Coming in and going out. */
@Injectable()
export class SignInPages {
  constructor(
    private readonly database: TenantDatabase,
    private readonly signIn: SignIn,
    private readonly sessions: Sessions,
    private readonly consents: Consents,
    private readonly policy: SignInPolicy,
    private readonly people: PeopleReader,
  ) {}

  @Get('/sign-in')
  async form({ query }: PageRequest): Promise<Reply> {
    const back = safePath(query['back'], '/');
    if (actor().personId) return redirect(back === '/' ? '/me' : back);
    if (actor().halfway) return redirect(factorPath(back));
    return view(
      'people/sign-in',
      {
        form: emptyForm(),
        back,
        withPassword: query['with'] === 'password',
        passwords: (await this.policy.read()).rules.passwords,
      },
      { noindex: true },
    );
  }

  @Post('/sign-in', { limit: LIMIT })
  link(request: PageRequest): Promise<Reply> {
    const back = safePath(field(request.form, 'back'), '/');
    return submitted(
      request,
      async () => {
        await this.signIn.requestLink({ email: field(request.form, 'email'), back });
        return redirect('/sign-in/sent');
      },
      async (form) =>
        Promise.resolve({
          template: 'people/sign-in',
          model: { form, back, withPassword: false, passwords: true },
          head: { noindex: true },
        }),
    );
  }

  @Post('/sign-in/password', { limit: { ...LIMIT, name: 'password' }, free: true })
  password(request: PageRequest): Promise<Reply> {
    const back = safePath(field(request.form, 'back'), '/');
    const given = { email: field(request.form, 'email'), password: field(request.form, 'password') };
    return submitted(
      request,
      async () => {
        const secret = await this.signIn.byPassword(given, request);
        const owes = await inUnit(this.database, true, () => this.people.owesFactor(secret));
        if (owes) return redirect(factorPath(back), undefined, [sessionCookie(secret)]);
        return redirect(back, { key: 'people.flash.sign_in' }, [sessionCookie(secret)]);
      },
      async (form) =>
        Promise.resolve({
          template: 'people/sign-in',
          model: { form: withoutPassword(form), back, withPassword: true, passwords: true },
          head: { noindex: true },
        }),
    );
  }

  @Get('/sign-in/sent')
  async sent(): Promise<Reply> {
    return Promise.resolve(view('people/sent', {}, { noindex: true }));
  }

  @Get('/register')
  async registerForm({ query }: PageRequest): Promise<Reply> {
    if (actor().personId) return redirect('/me');
    return view('people/register', await this.registerModel(emptyForm(), safePath(query['back'], '/')), {
      noindex: true,
    });
  }

  @Post('/register', { limit: { ...LIMIT, name: 'register' }, free: true })
  register(request: PageRequest): Promise<Reply> {
    const { form } = request;
    const back = safePath(field(form, 'back'), '/');
    const values = { email: '', displayName: '', ...form, back };
    return submitted(
      request,
      async () => {
        await inUnit(this.database, false, () => this.signIn.register(values as unknown as RegisterInput));
        return redirect('/sign-in/sent');
      },
      // The failed unit is over; what the form shows is read in its own.
      async (filled) => ({
        template: 'people/register',
        model: await inUnit(this.database, true, () => this.registerModel(filled, back)),
        head: { noindex: true },
      }),
    );
  }

  @Post('/sign-out')
  async signOut(): Promise<Reply> {
    await this.sessions.end();
    return redirect('/', { key: 'people.flash.sign_out' }, [noSession]);
  }

  private async registerModel(form: FormModel, back: string): Promise<Record<string, unknown>> {
    const { registration } = (await this.policy.read()).rules;
    return {
      form,
      back,
      registration,
      closed: registration === 'invitation',
      documents: await this.consents.documents(),
    };
  }
}
