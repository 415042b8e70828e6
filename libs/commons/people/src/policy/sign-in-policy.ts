import { Injectable } from '@nestjs/common';
import { z } from 'zod';
import { actor, conflict, db, demand, denied, invalid, now, type DomainError } from '@madang/kernel';
import { record } from '@madang/commons-audit';

const DOMAIN = /^[a-z0-9]([a-z0-9-]*[a-z0-9])?(\.[a-z0-9]([a-z0-9-]*[a-z0-9])?)+$/;

const POLICY = z
  .object({
    /** Who may open an account: everybody, those somebody approves, addresses of some domains, or those invited. */
    registration: z.enum(['open', 'approval', 'domains', 'invitation']),
    domains: z.array(z.string().max(200).regex(DOMAIN)).max(50),
    passwords: z.boolean(),
    sessionDays: z.number().int().min(1).max(90),
    /** Months after which an account nobody uses ends; null: never. */
    idleMonths: z.number().int().min(6).max(60).nullable(),
    /** Who needs a second factor: who wants one, or everybody who is more than a member. */
    secondFactor: z.enum(['voluntary', 'staff']),
  })
  .strict();

export type SignInRules = z.infer<typeof POLICY>;

/** What holds where a site has decided nothing. */
export const OPEN_RULES: SignInRules = {
  registration: 'open',
  domains: [],
  passwords: true,
  sessionDays: 30,
  idleMonths: null,
  secondFactor: 'voluntary',
};

/** How people come in: decided by the site, asked wherever an account or a session begins. */
@Injectable()
export class SignInPolicy {
  /** The rules in force, and their revision; 0 where nothing was decided. */
  async read(): Promise<{ rules: SignInRules; revision: number }> {
    const row = await db().row<{ value: object; revision: number }>(
      `SELECT value, revision FROM settings WHERE name = 'sign_in'`,
    );
    return { rules: POLICY.parse({ ...OPEN_RULES, ...row?.value }), revision: row?.revision ?? 0 };
  }

  /** Changes the rules. @throws DomainError changed_meanwhile when the revision has moved */
  async save(raw: unknown, revision: number): Promise<void> {
    demand('decide', 'SignIn');
    const read = POLICY.safeParse(raw);
    const wrong = (field: string, code: string): DomainError => invalid('invalid_input', [{ field, code }]);
    if (!read.success) throw wrong(String(read.error.issues[0]?.path[0] ?? 'registration'), 'invalid');
    const rules = { ...read.data, domains: [...new Set(read.data.domains)].sort() };
    if (rules.registration === 'domains' && rules.domains.length === 0) throw wrong('domains', 'required');
    const was = await this.read();
    // Whoever asks it of others has done it: nobody shuts themselves out by a switch.
    if (rules.secondFactor === 'staff' && was.rules.secondFactor !== 'staff' && !(await hasFactor()))
      throw conflict('factor_first');
    const done = await db().run(
      `INSERT INTO settings (name, value, revision, changed_at, changed_by) SELECT 'sign_in', $1, 1, $2, $3 WHERE $4 = 0
       ON CONFLICT (name) DO NOTHING`,
      [JSON.stringify(rules), now(), actor().personId, revision],
    );
    const changed =
      done ||
      (await db().run(
        `UPDATE settings SET value = $1, revision = revision + 1, changed_at = $2, changed_by = $3 WHERE name = 'sign_in' AND revision = $4`,
        [JSON.stringify(rules), now(), actor().personId, revision],
      ));
    if (changed === 0) throw conflict('changed_meanwhile', { revision: was.revision });
    await record('people.sign_in_rules_set', 'settings', 'sign_in', undefined, { from: was.rules, to: rules });
  }

  /** Whether an address may open an account by itself. @throws DomainError denied where it may not */
  async demandRegistration(email: string): Promise<SignInRules> {
    const { rules } = await this.read();
    if (rules.registration === 'invitation') throw denied('registration_closed');
    if (rules.registration === 'domains' && !rules.domains.includes(email.split('@').at(-1) ?? ''))
      throw denied('registration_domain');
    return rules;
  }
}

/** Whether whoever decides has a second factor; the software itself needs none. */
async function hasFactor(): Promise<boolean> {
  const { personId } = actor();
  if (!personId) return true;
  return (await db().row('SELECT 1 FROM second_factors WHERE person_id = $1', [personId])) !== undefined;
}

/** The answer to somebody whose account waits for approval, once they have proved who they are. */
export const waiting = (): DomainError => denied('account_waiting');
