import { Injectable } from '@nestjs/common';
import {
  context,
  db,
  denied,
  DomainError,
  inUnit,
  invalid,
  readInput,
  TenantDatabase,
  passwordFits,
} from '@madang/kernel';
import { safePath } from '@madang/portal';
import { Consents } from './consents.service.js';
import { MailLinks } from './links.service.js';
import { demandFreeName, readName } from './names.js';
import { RegisterInput, SignInLinkInput } from './people.inputs.js';
import { SignInPolicy, waiting } from './policy/sign-in-policy.js';
import { banned, Sessions, type Origin } from './sessions.service.js';

/** Ways in: a link by mail, or a password. Neither tells whether an address is known. */
@Injectable()
export class SignIn {
  constructor(
    private readonly database: TenantDatabase,
    private readonly links: MailLinks,
    private readonly sessions: Sessions,
    private readonly consents: Consents,
    private readonly policy: SignInPolicy,
  ) {}

  /** Sends a link: to sign in, or to open an account where the address has none. */
  async requestLink(raw: SignInLinkInput): Promise<void> {
    const { email, back } = readInput(SignInLinkInput, raw);
    const person = await personBy(email);
    await this.links.send({
      email,
      purpose: person ? 'sign_in' : 'register',
      personId: person?.id ?? null,
      data: { locale: context().locale, back: safePath(back, '/') },
    });
  }

  /**
   * Sends the link that completes an account. An address that already has one gets a link to sign in
   * instead; the answer is the same. A password can be chosen on the link's page, not before: nobody
   * may set one for an address that is not theirs.
   */
  async register(raw: RegisterInput): Promise<void> {
    const input = readInput(RegisterInput, raw);
    const displayName = readName(input.displayName);
    // Told to everybody alike, before anything is looked up: it says nothing about an address.
    await this.policy.demandRegistration(input.email);
    const consents = await this.consents.read(input);
    // Whoever has the name, the answer is the same: an exception for its owner would tell the owner's address.
    await demandFreeName(displayName, null);
    const person = await personBy(input.email);
    await this.links.send({
      email: input.email,
      purpose: person ? 'sign_in' : 'register',
      personId: person?.id ?? null,
      data: { locale: context().locale, back: safePath(input.back, '/'), displayName, consents },
    });
  }

  /**
   * Signs in with a password; opens its own units of work around the slow comparison.
   * @returns the secret of the new session
   * @throws DomainError the same for an unknown address and a wrong password
   */
  async byPassword(raw: { email: string; password: string }, origin: Origin): Promise<string> {
    const { email } = readInput(SignInLinkInput, { email: raw.email });
    if (!raw.password) throw invalid('invalid_input', [{ field: 'password', code: 'required' }]);
    const found = await inUnit(this.database, true, async () => {
      const minutes = await this.sessions.minutesToWait(email);
      if (!(await this.policy.read()).rules.passwords) throw denied('passwords_off');
      if (minutes > 0) throw new DomainError('too_many', 'too_many', { minutes });
      return personBy(email);
    });
    const fits = await passwordFits(found?.state === 'closed' ? null : found?.passwordHash, raw.password);
    return inUnit(this.database, false, async () => {
      if (found && fits && found.state === 'active') return this.sessions.start(found.id, email, 'password', origin);
      await this.sessions.note(email, found?.id ?? null, 'password', false, origin);
      return undefined;
    }).then((secret) => {
      // Thrown after the commit, so that the attempt stays counted.
      if (secret) return secret;
      if (!fits || !found) throw invalid('sign_in_refused');
      throw found.state === 'waiting' ? waiting() : banned(found.stateReason);
    });
  }
}

interface Known {
  id: string;
  state: string;
  stateReason: string | null;
  passwordHash: string | null;
}

/** The account of an address. */
async function personBy(email: string): Promise<Known | undefined> {
  return db().row(
    `SELECT id, state, state_reason AS "stateReason", password_hash AS "passwordHash" FROM people WHERE email = $1`,
    [email],
  );
}
