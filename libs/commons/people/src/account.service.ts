import { Injectable } from '@nestjs/common';
import {
  actor,
  context,
  db,
  demandFeature,
  hashSecret,
  inUnit,
  invalid,
  missing,
  newId,
  newSecret,
  now,
  readInput,
  TenantDatabase,
  tenant,
  denied,
  hashPassword,
  passwordFits,
} from '@madang/kernel';
import { record } from '@madang/commons-audit';
import { MailLinks } from './links.service.js';
import { demandFreeName, readName } from './names.js';
import { ApiTokenInput, ProfileInput, SignInLinkInput } from './people.inputs.js';
import { me, Sessions } from './sessions.service.js';

export interface Account {
  id: string;
  displayName: string;
  email: string | null;
  role: string;
  bio: string;
  locale: string | null;
  hasPassword: boolean;
  createdAt: Date;
}

export interface ApiTokenRow {
  id: string;
  name: string;
  scopes: string[];
  createdAt: Date;
  lastUsedAt: Date | null;
}

/** What a person changes about their own account. */
@Injectable()
export class MyAccount {
  constructor(
    private readonly database: TenantDatabase,
    private readonly links: MailLinks,
    private readonly sessions: Sessions,
  ) {}

  async show(): Promise<Account> {
    const row = await db().row<Account>(
      `SELECT id, display_name AS "displayName", email, role, bio, locale, password_hash IS NOT NULL AS "hasPassword", created_at AS "createdAt" FROM people WHERE id = $1`,
      [me()],
    );
    if (!row) throw missing();
    return row;
  }

  /** Changes name, words about oneself and language. */
  async update(raw: ProfileInput): Promise<void> {
    const id = me();
    const input = readInput(ProfileInput, raw);
    const displayName = readName(input.displayName);
    if (input.locale && !tenant().locales.includes(input.locale))
      throw invalid('invalid_input', [{ field: 'locale', code: 'choice' }]);
    await demandFreeName(displayName, actor().email);
    await db().run('UPDATE people SET display_name = $2, bio = $3, locale = $4 WHERE id = $1', [
      id,
      displayName,
      input.bio ?? '',
      input.locale ?? null,
    ]);
  }

  /** Sends a link to the new address; it changes when that is confirmed. Says nothing about who has it. */
  async requestEmail(raw: { email: string }): Promise<void> {
    const { email } = readInput(SignInLinkInput, raw);
    await this.links.send({ email, purpose: 'change_email', personId: me(), data: { locale: context().locale } });
  }

  /** Sends a link that lets one choose a password without knowing the old one. */
  async requestPasswordLink(): Promise<void> {
    const { email } = actor();
    if (!email) throw denied('no_email');
    await this.links.send({
      email,
      purpose: 'set_password',
      personId: me(),
      data: { locale: context().locale, back: '/me/security' },
    });
  }

  /** Sets or changes the password and ends all other sessions; opens its own units around the hashing. */
  async changePassword(given: { current: string; password: string }): Promise<void> {
    const id = me();
    const stored = await inUnit(this.database, true, () =>
      db().row<{ hash: string | null }>('SELECT password_hash AS hash FROM people WHERE id = $1', [id]),
    );
    if (stored?.hash && !(await passwordFits(stored.hash, given.current)))
      throw invalid('invalid_input', [{ field: 'current', code: 'password_wrong' }]);
    const hash = await hashPassword(given.password);
    await inUnit(this.database, false, async () => {
      await db().run('UPDATE people SET password_hash = $2 WHERE id = $1', [id, hash]);
      await this.sessions.revokeOthers();
      await record('people.password_changed', 'person', id);
    });
  }

  async tokens(): Promise<ApiTokenRow[]> {
    return db().rows<ApiTokenRow>(
      `SELECT id, name, scopes, created_at AS "createdAt", last_used_at AS "lastUsedAt" FROM api_tokens
        WHERE person_id = $1 AND revoked_at IS NULL ORDER BY created_at DESC LIMIT 100`,
      [me()],
    );
  }

  /** Makes an API token. @returns its secret, shown this once */
  async createToken(raw: ApiTokenInput): Promise<{ id: string; secret: string }> {
    const personId = me();
    // A token that could make tokens would outlive its own revocation.
    if (actor().kind === 'token') throw denied('tokens_need_session');
    await demandFeature('api');
    const input = readInput(ApiTokenInput, raw);
    if (input.scopes.length === 0) throw invalid('invalid_input', [{ field: 'scopes', code: 'required' }]);
    const [id, secret] = [newId(), newSecret()];
    await db().run(
      `INSERT INTO api_tokens (id, person_id, name, token_hash, scopes, created_at) VALUES ($1, $2, $3, $4, $5, $6)`,
      [id, personId, input.name, hashSecret(secret), [...new Set(input.scopes)], now()],
    );
    await record('people.token_created', 'api_token', id, undefined, { scopes: input.scopes });
    return { id, secret };
  }

  async revokeToken(id: string): Promise<void> {
    const done = await db().run(
      'UPDATE api_tokens SET revoked_at = $3 WHERE id = $1 AND person_id = $2 AND revoked_at IS NULL',
      [id, me(), now()],
    );
    if (done === 0) throw missing('token_missing');
    await record('people.token_revoked', 'api_token', id);
  }
}
