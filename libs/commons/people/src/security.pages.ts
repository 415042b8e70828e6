import { Injectable } from '@nestjs/common';
import { actor, denied, inUnit, TenantDatabase, PASSWORD_LEAST, withheld } from '@madang/kernel';
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
import { MyAccount } from './account.service.js';
import { deviceOf } from './device.js';
import { SecondFactor } from './factor/second-factor.service.js';
import { Sessions } from './sessions.service.js';

const head = { noindex: true, current: '/me' };
const MAILS = { name: 'sign_in', points: 20, seconds: 900 };
const SCOPES = ['read', 'write', 'manage'];

/** How I sign in: password, address, where I am signed in, tokens for programs. */
@Injectable()
export class SecurityPages {
  constructor(
    private readonly database: TenantDatabase,
    private readonly account: MyAccount,
    private readonly sessions: Sessions,
    private readonly factor: SecondFactor,
  ) {}

  @Get('/me/security')
  async show(): Promise<Reply> {
    return view('people/security', await this.model(emptyForm()), head);
  }

  @Post('/me/security/password', { free: true, limit: { name: 'password', points: 20, seconds: 900 } })
  password(request: PageRequest): Promise<Reply> {
    return this.act(request, 'password', () =>
      this.account.changePassword({
        current: field(request.form, 'current'),
        password: field(request.form, 'password'),
      }),
    );
  }

  @Post('/me/security/password-link', { free: true, limit: MAILS })
  passwordLink(request: PageRequest): Promise<Reply> {
    return this.act(request, 'link_sent', () => inUnit(this.database, false, () => this.account.requestPasswordLink()));
  }

  @Post('/me/security/email', { free: true, limit: MAILS })
  email(request: PageRequest): Promise<Reply> {
    return this.act(request, 'link_sent', () =>
      inUnit(this.database, false, () => this.account.requestEmail({ email: field(request.form, 'email') })),
    );
  }

  @Post('/me/security/sessions/:id/end')
  async end({ params }: PageRequest): Promise<Reply> {
    await this.sessions.revoke(params['id']!);
    return redirect('/me/security#sessions', { key: 'people.flash.session_ended' });
  }

  @Post('/me/security/sessions/end-others')
  async endOthers(): Promise<Reply> {
    const count = await this.sessions.revokeOthers();
    return redirect('/me/security#sessions', { key: 'people.flash.sessions_ended', params: { count } });
  }

  /** The secret is on this page and nowhere else, so it answers itself instead of leading on. */
  @Post('/me/security/tokens', { free: true })
  token(request: PageRequest): Promise<Reply> {
    const { form } = request;
    return submitted(
      request,
      async () => {
        const scopes = SCOPES.filter((scope) => field(form, `scope_${scope}`) === 'yes');
        const made = await inUnit(this.database, false, () =>
          this.account.createToken({ name: field(form, 'name'), scopes }),
        );
        return view('people/security', { ...(await this.read(emptyForm())), secret: made.secret }, head);
      },
      async (filled) => ({ template: 'people/security', model: await this.read(filled), head }),
    );
  }

  @Post('/me/security/tokens/:id/revoke')
  async revoke({ params }: PageRequest): Promise<Reply> {
    await this.account.revokeToken(params['id']!);
    return redirect('/me/security#tokens', { key: 'people.flash.token_revoked' });
  }

  private act(request: PageRequest, flash: string, work: () => Promise<void>): Promise<Reply> {
    return submitted(
      request,
      async () => {
        await work();
        return redirect('/me/security', { key: `people.flash.${flash}` });
      },
      async (filled) => ({
        template: 'people/security',
        model: await this.read({ ...filled, values: { ...filled.values, password: '', current: '' } }),
        head,
      }),
    );
  }

  private read(form: FormModel): Promise<Record<string, unknown>> {
    return inUnit(this.database, true, () => this.model(form));
  }

  private async model(form: FormModel): Promise<Record<string, unknown>> {
    if (!actor().personId) throw denied('sign_in_first');
    const device = <T extends { userAgent: string }>(row: T): T & { device: string } => ({
      ...row,
      device: deviceOf(row.userAgent),
    });
    const [tokens, programs] = [await this.account.tokens(), !(await withheld('api'))];
    return {
      form,
      least: PASSWORD_LEAST,
      account: await this.account.show(),
      factor: await this.factor.state(),
      sessions: (await this.sessions.list()).map(device),
      history: (await this.sessions.history()).map(device),
      tokens,
      scopes: SCOPES,
      programs,
      tokensShown: programs || tokens.length > 0,
    };
  }
}
