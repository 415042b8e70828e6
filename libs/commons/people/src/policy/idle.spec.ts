import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { db, SYSTEM, VISITOR, type Actor, type Tenant } from '@madang/kernel';
import { answers } from '@madang/commons-answers';
import { audit, AuditReader } from '@madang/commons-audit';
import { conversation } from '@madang/commons-conversation';
import { notices } from '@madang/commons-notices';
import { spaces } from '@madang/commons-spaces';
import { subjects } from '@madang/commons-subjects';
import { openYard, type Yard } from '@madang/testing';
import { Confirmations } from '../confirmations.service.js';
import { MailLinks } from '../links.service.js';
import { people } from '../people.part.js';
import { IdleAccounts } from './idle.service.js';
import { OPEN_RULES, SignInPolicy } from './sign-in-policy.js';

describe('accounts that nobody uses', () => {
  let yard: Yard;
  let tenant: Tenant;
  let admin: Actor;
  const as = <T>(who: Actor, work: () => Promise<T>): Promise<T> => yard.as(tenant, who, work);
  const night = (): Promise<void> => as(SYSTEM, () => yard.get(IdleAccounts).look());
  const states = async (): Promise<Record<string, string>> => {
    const rows = await as(SYSTEM, () =>
      db().rows<{ id: string; state: string; told: boolean }>(
        'SELECT id, state, idle_warned_at IS NOT NULL AS told FROM people',
      ),
    );
    return Object.fromEntries(rows.map((row) => [row.id, row.told ? `${row.state} told` : row.state]));
  };

  beforeAll(async () => {
    const tables = [subjects, conversation, answers, notices].map(({ name, home, migrations }) => ({
      name,
      home,
      migrations,
    }));
    yard = await openYard([audit, people, spaces, ...tables]);
    tenant = await yard.tenant();
    admin = await yard.person(tenant, { role: 'administrator' });
  });
  afterAll(() => yard.close());

  it('stay until a site decides otherwise; then they are told, and closed a month later unless somebody came', async () => {
    const [gone, back, officer] = [
      await yard.person(tenant),
      await yard.person(tenant),
      await yard.person(tenant, { role: 'officer' }),
    ];
    yard.clock.advance({ days: 400 });
    await night();
    expect(Object.values(await states()).every((state) => state === 'active')).toBe(true);
    await as(admin, () => yard.get(SignInPolicy).save({ ...OPEN_RULES, idleMonths: 12 }, 0));
    const fresh = await yard.person(tenant);
    await night();
    expect(await states()).toMatchObject({
      ...{ [gone.personId]: 'active told', [back.personId]: 'active told' },
      ...{ [officer.personId]: 'active', [fresh.personId]: 'active' },
    });
    yard.clock.advance({ days: 20 });
    await night();
    const link = await as(SYSTEM, () =>
      db().row<{ id: string }>(`SELECT id FROM mail_links WHERE person_id = $1 AND purpose = 'stay'`, [back.personId]),
    );
    const armed = await as(SYSTEM, () => yard.get(MailLinks).arm(link!.id));
    const kept = await as(VISITOR, () =>
      yard.get(Confirmations).confirm(armed!.secret, {}, { address: '', userAgent: '' }),
    );
    expect([kept.personId, kept.flash, Boolean(kept.session)]).toEqual([back.personId, 'people.flash.stay', true]);
    yard.clock.advance({ days: 11 });
    await night();
    expect(await states()).toMatchObject({
      [gone.personId]: 'closed',
      [back.personId]: 'active',
      [officer.personId]: 'active',
    });
    const { nodes } = await as(admin, () => yard.get(AuditReader).list({ act: 'people.idle_closed' }));
    expect(nodes.map((row) => row.objectId)).toEqual([gone.personId]);
  });
});
