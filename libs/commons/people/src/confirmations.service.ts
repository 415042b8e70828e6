import { Injectable } from '@nestjs/common';
import { conflict, context, db, demandQuota, denied, invalid, newId, now, tenant } from '@madang/kernel';
import { record } from '@madang/commons-audit';
import { safePath } from '@madang/portal';
import { Consents } from './consents.service.js';
import { Invitations } from './invitations/invitations.service.js';
import { MailLinks, type ConsentGiven, type MailLink, type Sentence } from './links.service.js';
import { demandFreeName, freeName, readName } from './names.js';
import { PendingActs } from './pending-acts.js';
import { PeopleReader } from './people.reader.js';
import { SignInPolicy, waiting } from './policy/sign-in-policy.js';
import { banned, Sessions, type Origin } from './sessions.service.js';

/** What the page of a link asks for beside the button. */
export interface LinkAnswer {
  displayName?: string;
  terms?: boolean;
  privacy?: boolean;
  marketing?: boolean;
  /** Already hashed: hashing is slow and stays outside units of work. */
  passwordHash?: string;
  /** Whether to sign in on this device as well; asked only where an act is confirmed. */
  stay?: boolean;
}

/** What a link did. */
export interface Confirmed {
  personId: string;
  session?: string;
  to: string;
  flash: string;
}

interface Known {
  id: string;
  state: string;
  stateReason: string | null;
  displayName: string;
}

/** A link as its page shows it. */
export interface LinkView {
  purpose: MailLink['purpose'];
  email: string;
  /** The page asks for a name and consents, because there is no account yet. */
  asks: boolean;
  displayName: string | null;
  sentence?: Sentence;
}

/** Links on whose page a password may be chosen. */
const SETS_PASSWORD: readonly string[] = ['register', 'invite', 'set_password'];

/** Does what a mailed link stands for, when its button is pressed: once, in one unit of work. */
@Injectable()
export class Confirmations {
  constructor(
    private readonly links: MailLinks,
    private readonly sessions: Sessions,
    private readonly consents: Consents,
    private readonly people: PeopleReader,
    private readonly acts: PendingActs,
    private readonly invitations: Invitations,
    private readonly policy: SignInPolicy,
  ) {}

  /** What a link would do, for its page; changes nothing, because mail programs open links by themselves. */
  async look(secret: string): Promise<LinkView> {
    const link = await this.links.look(secret);
    const known = await this.accountOf(link);
    const opens = ['register', 'confirm_act', 'invite'].includes(link.purpose) && !known;
    return {
      purpose: link.purpose,
      email: link.email,
      asks: opens && !link.data.consents,
      displayName: known?.displayName ?? link.data.displayName ?? null,
      ...(link.purpose === 'confirm_act' ? { sentence: link.data.sentence } : {}),
    };
  }

  /** Does it. @throws DomainError closed when the link is used or too old */
  async confirm(secret: string, answer: LinkAnswer, origin: Origin): Promise<Confirmed> {
    const link = await this.links.use(secret);
    if (link.purpose === 'change_email') return this.changeEmail(link);
    if (link.purpose === 'set_password' && !answer.passwordHash)
      throw invalid('invalid_input', [{ field: 'password', code: 'required' }]);
    const { personId, waits } = await this.personOf(link, answer);
    // Just opened, and to be approved first: there is nothing to sign in to yet.
    if (waits) return { personId, to: '/', flash: 'people.flash.waiting' };
    if (answer.passwordHash && SETS_PASSWORD.includes(link.purpose))
      await this.setPassword(personId, answer.passwordHash);
    const session =
      link.purpose === 'confirm_act' && answer.stay === false
        ? undefined
        : await this.sessions.start(personId, link.email, 'link', origin);
    if (link.purpose !== 'confirm_act')
      return { personId, session, to: safePath(link.data.back, '/'), flash: `people.flash.${link.purpose}` };
    context().actor = await this.people.actorOf(personId);
    return {
      personId,
      session,
      to: safePath(await this.acts.perform(link.data, personId)),
      flash: 'people.flash.confirm_act',
    };
  }

  /** The account of a link's address, made if there is none; its address counts as proved from now on. */
  private async personOf(link: MailLink, answer: LinkAnswer): Promise<{ personId: string; waits: boolean }> {
    const known = await this.accountOf(link);
    if (known?.state === 'banned') throw banned(known.stateReason);
    if (known?.state === 'waiting' && link.purpose !== 'invite') throw waiting();
    if (!known && ['sign_in', 'set_password', 'stay'].includes(link.purpose)) throw conflict('account_gone');
    const opened = known ? undefined : await this.open(link, answer);
    const personId = known?.id ?? opened!.id;
    if (known) {
      await db().run(
        `UPDATE people SET email_verified_at = coalesce(email_verified_at, $2), assurance = CASE WHEN assurance = 'none' THEN 'email' ELSE assurance END,
           state = CASE WHEN state = 'waiting' THEN 'active' ELSE state END WHERE id = $1`,
        [personId, now()],
      );
      if (link.purpose === 'invite') await this.raise(personId, link.data.role ?? 'member');
    }
    if (link.data.invitation) await this.invitations.accept(link.data.invitation, personId);
    return { personId, waits: opened?.waits ?? false };
  }

  private async open(link: MailLink, answer: LinkAnswer): Promise<{ id: string; waits: boolean }> {
    const waits =
      link.purpose !== 'invite' && (await this.policy.demandRegistration(link.email)).registration === 'approval';
    if (waits && link.purpose === 'confirm_act') throw denied('registration_approval');
    const given: ConsentGiven[] = link.data.consents ?? (await this.consents.read(answer));
    const displayName = await nameFor(link, answer);
    const id = newId();
    const { locale } = link.data;
    const source = { confirm_act: 'confirmed', invite: 'invited' }[link.purpose as string] ?? 'registered';
    await demandQuota(
      'members',
      async () => (await db().row<{ n: number }>(`SELECT count(*)::int AS n FROM people WHERE state = 'active'`))!.n,
    );
    const made = await db().run(
      `INSERT INTO people (id, email, display_name, role, assurance, locale, source, created_at, email_verified_at, state)
       VALUES ($1, $2, $3, $4, 'email', $5, $6, $7, $7, $8) ON CONFLICT (email) WHERE email IS NOT NULL DO NOTHING`,
      [
        id,
        link.email,
        displayName,
        link.purpose === 'invite' ? (link.data.role ?? 'member') : 'member',
        locale && tenant().locales.includes(locale) ? locale : null,
        source,
        now(),
        waits ? 'waiting' : 'active',
      ],
    );
    // Another link of the same address was faster.
    if (made === 0) return { id: (await this.accountOf(link))!.id, waits };
    await this.consents.keep(id, given);
    return { id, waits };
  }

  /** An invitation can only raise a standing: an old one never takes a role away. */
  private async raise(personId: string, role: string): Promise<void> {
    const order = ['member', 'organiser', 'officer', 'administrator'];
    const done = await db().run(
      `UPDATE people SET (role) = ROW ($2) WHERE id = $1 AND array_position($3::text[], role) < array_position($3::text[], $2)`,
      [personId, role, order],
    );
    if (done > 0) await record('people.invitation_accepted', 'person', personId, undefined, { role });
  }

  private async setPassword(personId: string, passwordHash: string): Promise<void> {
    await db().run('UPDATE people SET password_hash = $2 WHERE id = $1', [personId, passwordHash]);
    await this.sessions.revokeOthers(personId, null);
  }

  private async changeEmail(link: MailLink): Promise<Confirmed> {
    const taken = await db().row('SELECT 1 FROM people WHERE email = $1 AND id <> $2', [link.email, link.personId]);
    if (taken) throw conflict('email_taken');
    const done = await db().run(
      `UPDATE people SET email = $2, email_verified_at = $3, assurance = CASE WHEN assurance = 'none' THEN 'email' ELSE assurance END
        WHERE id = $1 AND state = 'active'`,
      [link.personId, link.email, now()],
    );
    if (done === 0) throw conflict('account_gone');
    await record('people.email_changed', 'person', link.personId);
    return { personId: link.personId!, to: '/me/security', flash: 'people.flash.change_email' };
  }

  /** Links to sign in belong to a person, even when the address has moved on; the others to an address. */
  private async accountOf(link: MailLink): Promise<Known | undefined> {
    return db().row(
      `SELECT id, state, state_reason AS "stateReason", display_name AS "displayName" FROM people WHERE CASE WHEN $1::uuid IS NULL THEN email = $2 ELSE id = $1 AND email = $2 END AND state <> 'closed'`,
      [link.purpose === 'change_email' ? null : link.personId, link.email],
    );
  }
}

/** The name that was wished for, with a number when it was taken meanwhile; a name that is typed now has to be free. */
async function nameFor(link: MailLink, answer: LinkAnswer): Promise<string> {
  const wished = link.data.displayName;
  const typed = answer.displayName === undefined ? wished : readName(answer.displayName);
  if (wished && typed === wished) return freeName(wished);
  const name = typed ?? readName('');
  await demandFreeName(name, link.email);
  return name;
}
