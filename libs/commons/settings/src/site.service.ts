import { Injectable } from '@nestjs/common';
import {
  actor,
  closed,
  db,
  demand,
  denied,
  hashSecret,
  inLanguage,
  inUnit,
  invalid,
  Job,
  missing,
  newId,
  newSecret,
  now,
  readInput,
  tenant,
  TenantDatabase,
} from '@madang/kernel';
import { record } from '@madang/commons-audit';
import type { Readable } from 'node:stream';
import { TenantDoor, type SiteLanguages } from './door.js';
import { CloseSiteInput, LanguagesInput } from './settings.inputs.js';
import { by } from './site-hosts.service.js';

/** Languages the house speaks. */
const SPOKEN = ['ko', 'en'];
const MINUTES = 60;

/** The site as a whole: its languages, everything of it as one file, and its end. */
@Injectable()
export class WholeSite {
  constructor(
    private readonly database: TenantDatabase,
    private readonly door: TenantDoor,
  ) {}

  languages(): Promise<SiteLanguages> {
    demand('change', 'Settings');
    return this.door.languages();
  }

  /** Changes languages and time zone. @throws DomainError changed_meanwhile when they are not what was read */
  async setLanguages(raw: LanguagesInput): Promise<void> {
    demand('change', 'Settings');
    const input = readInput(LanguagesInput, raw);
    const wrong = (field: string): Error => invalid('invalid_input', [{ field, code: 'choice' }]);
    const { locale, timeZone } = input;
    const locales = [...new Set(input.locales)];
    if (locales.some((one) => !SPOKEN.includes(one))) throw wrong('locales');
    if (!locales.includes(locale)) throw wrong('locale');
    if (!Intl.supportedValuesOf('timeZone').includes(timeZone) && timeZone !== 'UTC') throw wrong('timeZone');
    const was = { locale: input.was.locale, locales: input.was.locales, timeZone: input.was.timeZone };
    await this.door.setLanguages({ locale, locales, timeZone }, was, by());
    await record('settings.languages_set', 'site', null, undefined, { locale, locales, timeZone });
  }

  /** Prepares everything of the site as one file. @returns the secret that fetches it once, within an hour */
  async prepareExport(people: boolean): Promise<{ secret: string; expiresAt: Date }> {
    demand('export', 'Settings');
    if (actor().kind !== 'person') throw denied('tokens_need_session');
    const [id, secret] = [newId(), newSecret()];
    const expiresAt = new Date(now().getTime() + MINUTES * 60_000);
    await db().run(
      'INSERT INTO site_exports (id, person_id, people, secret_hash, created_at, expires_at) VALUES ($1, $2, $3, $4, $5, $6)',
      [id, actor().personId, people, hashSecret(secret), now(), expiresAt],
    );
    await record('settings.site_exported', 'site_export', id, undefined, { people });
    return { secret, expiresAt };
  }

  /** Hands the file over, once, to whoever asked for it and may still have it. */
  async fetchExport(secret: string): Promise<{ name: string; type: string; body: Readable }> {
    const { people } = await inUnit(this.database, false, async () => {
      demand('export', 'Settings');
      const row = await db().row<{ id: string; people: boolean }>(
        'SELECT id, people FROM site_exports WHERE secret_hash = $1 AND person_id = $2',
        [hashSecret(secret), actor().personId],
      );
      if (!row) throw missing('export_missing');
      const done = await db().run(
        'UPDATE site_exports SET used_at = $2 WHERE id = $1 AND used_at IS NULL AND expires_at > $2',
        [row.id, now()],
      );
      if (done === 0) throw closed('export_over');
      return row;
    });
    return this.door.everything({ people });
  }

  /** Closes the site, by its typed name. It can be opened again by the operator for 30 days. */
  async close(raw: CloseSiteInput): Promise<void> {
    demand('close', 'Settings');
    if (actor().kind !== 'person') throw denied('tokens_need_session');
    const input = readInput(CloseSiteInput, raw);
    if (![inLanguage(tenant().name), ...Object.values(tenant().name)].includes(input.confirm))
      throw invalid('invalid_input', [{ field: 'confirm', code: 'type_name' }]);
    await record('settings.site_closed', 'site', null, input.reason);
    await this.door.close(input.reason, by());
  }

  /** Forgets addresses that nobody can use any more. */
  @Job('settings.tidy', { every: '17 4 * * *' })
  async tidy(): Promise<void> {
    await db().run(`DELETE FROM site_exports WHERE expires_at < $1::timestamptz - interval '1 day'`, [now()]);
  }
}
