import { Injectable } from '@nestjs/common';
import { actor, denied, inUnit, tenant, TenantDatabase } from '@madang/kernel';
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
import { Closing } from './closing.service.js';
import { Consents, MARKETING } from './consents.service.js';
import type { CloseAccountInput, ProfileInput } from './people.inputs.js';
import { noSession } from './session-cookie.js';

const head = { noindex: true, current: '/me' };
const NAMES: Record<string, string> = { ko: '한국어', en: 'English' };

/** What I tell others about me, what I agreed to, and leaving. */
@Injectable()
export class AccountPages {
  constructor(
    private readonly database: TenantDatabase,
    private readonly account: MyAccount,
    private readonly consents: Consents,
    private readonly closing: Closing,
  ) {}

  @Get('/me/profile')
  async profile(): Promise<Reply> {
    const { displayName, bio, locale } = await this.account.show();
    return view('people/profile', this.profileModel(emptyForm({ displayName, bio, locale: locale ?? '' })), head);
  }

  @Post('/me/profile', { free: true })
  save(request: PageRequest): Promise<Reply> {
    const { form } = request;
    return submitted(
      request,
      async () => {
        const input = {
          displayName: field(form, 'displayName'),
          bio: field(form, 'bio'),
          locale: field(form, 'locale'),
        } as ProfileInput;
        await inUnit(this.database, false, () => this.account.update(input));
        return redirect('/me/profile', { key: 'people.flash.profile' });
      },
      async (filled) => Promise.resolve({ template: 'people/profile', model: this.profileModel(filled), head }),
    );
  }

  @Get('/me/consents')
  async agreed(): Promise<Reply> {
    const rows = await this.consents.list();
    return view(
      'people/consents',
      {
        rows: rows.map((row) => ({
          ...row,
          key: `people.document.${row.document}`,
          newer: row.current !== null && row.current > row.version,
        })),
        documents: (await this.consents.documents()).map((one) => ({ ...one, key: `people.document.${one.document}` })),
        marketing: rows.some((row) => row.document === MARKETING && !row.withdrawnAt),
      },
      head,
    );
  }

  @Post('/me/consents')
  async agree({ form }: PageRequest): Promise<Reply> {
    const wanted = field(form, 'marketing') === 'yes';
    await this.consents.setMarketing(wanted);
    return redirect('/me/consents', { key: wanted ? 'people.flash.marketing_on' : 'people.flash.marketing_off' });
  }

  @Get('/me/close')
  async closeForm(): Promise<Reply> {
    if (!actor().personId) throw denied('sign_in_first');
    return Promise.resolve(view('people/close', { form: emptyForm({ supports: 'keep' }), fates: fates('keep') }, head));
  }

  @Post('/me/close', { free: true })
  close(request: PageRequest): Promise<Reply> {
    const { form } = request;
    const supports = field(form, 'supports');
    return submitted(
      request,
      async () => {
        await inUnit(this.database, false, () =>
          this.closing.close({ supports, confirm: field(form, 'confirm') } as unknown as CloseAccountInput),
        );
        return redirect('/', { key: 'people.flash.closed' }, [noSession]);
      },
      async (filled) =>
        Promise.resolve({ template: 'people/close', model: { form: filled, fates: fates(supports) }, head }),
    );
  }

  private profileModel(form: FormModel): Record<string, unknown> {
    const chosen = field(form.values, 'locale');
    const languages = tenant().locales.map((value) => ({
      value,
      label: NAMES[value] ?? value,
      selected: value === chosen,
    }));
    return { form, languages };
  }
}

const fates = (chosen: string): { value: string; checked: boolean }[] =>
  ['keep', 'withdraw'].map((value) => ({ value, checked: value === chosen }));
