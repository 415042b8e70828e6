import { db, inContext, inUnit, newContext, newId, now, ROLES, SYSTEM } from '@madang/kernel';
import { record } from '@madang/commons-audit';
import { SecondFactor } from '@madang/commons-people';
import { recordAct, TenancyError, unknownTenant } from '@madang/platform-tenancy';
import { UsageError, type Command } from '../command.js';
import { withServer } from '../installation.js';

const GIVEN = ROLES.filter((role) => role !== 'visitor');

const role: Command = {
  name: 'person role',
  summary: 'give a person a role, and invite them if they are new',
  args: ['<slug>', '<e-mail>', '<role>'],
  options: { name: { value: 'name', help: 'display name of a person who is new' } },
  notes: `Roles: ${GIVEN.join(', ')}. Makes the first administrator of a new tenant; they sign in by a link sent to the address.`,
  async run(call) {
    const { slug, 'e-mail': given, role: wanted } = call.args as { slug: string; 'e-mail': string; role: string };
    if (!GIVEN.some((one) => one === wanted))
      throw new UsageError(`"${wanted}" is no role; there are ${GIVEN.join(', ')}.`);
    const email = given.trim().toLowerCase();
    if (!/^[^\s@]+@[^\s@]+\.[^\s@]+$/.test(email)) throw new UsageError(`"${given}" is no e-mail address.`);
    const program = await call.program();
    const tenant = (await program.registry.get({ slug })) ?? unknownTenant(slug);
    const context = newContext(tenant, { actor: SYSTEM, requestId: call.actor });
    return inContext(context, () =>
      inUnit(program.database, false, async () => {
        const known = await db().row<{ id: string; role: string; state: string }>(
          'SELECT id, role, state FROM people WHERE email = $1',
          [email],
        );
        if (known && known.state !== 'active')
          throw new TenancyError('person_state', email, `${email} is ${known.state} in ${slug}`);
        const id = known?.id ?? newId();
        if (known) await db().run('UPDATE people SET (role) = ROW ($2::text) WHERE id = $1', [id, wanted]);
        else
          await db().run(
            `INSERT INTO people (id, email, display_name, role, source, created_at) VALUES ($1, $2, $3, $4, 'invited', $5)`,
            [id, email, (call.text('name') ?? email.split('@')[0]!).slice(0, 60), wanted, now()],
          );
        await record('people.role_given', 'person', id, call.actor, { from: known?.role ?? null, to: wanted });
        call.out.say(
          known ? `${email} is ${wanted} now (was ${known.role})` : `${email} is invited to ${slug} as ${wanted}`,
        );
        return { tenant: slug, id, email, role: wanted, was: known?.role ?? null };
      }),
    );
  },
};

const resetFactor: Command = {
  name: 'person reset-factor',
  summary: 'take off the second factor of somebody who lost phone and recovery codes',
  args: ['<slug>', '<e-mail>'],
  options: { reason: { value: 'why', help: 'why, and how you know that it is them; for both audits' } },
  notes:
    'For the last administrator of a site: others are helped by their administrators. Ends their sessions and tells them by mail; their password or sign-in link is still needed to get in.',
  async run(call) {
    const { slug, 'e-mail': given } = call.args as { slug: string; 'e-mail': string };
    const reason = call.text('reason')?.trim().slice(0, 500);
    if (!reason) throw new UsageError('--reason says why, and how you know that it is them.');
    const email = given.trim().toLowerCase();
    return withServer(call, async ({ platform, registry, database }, server) => {
      const tenant = (await registry.get({ slug })) ?? unknownTenant(slug);
      const id = await inContext(newContext(tenant, { actor: SYSTEM, requestId: call.actor }), () =>
        inUnit(database, false, async () => {
          const person = await server.app.get(SecondFactor).resetAt(email, reason, call.actor);
          // Before it is final there: what the site knows of is never unknown to the installation.
          await platform.transaction((client) =>
            recordAct(client, {
              actor: call.actor,
              act: 'person.factor_reset',
              tenantId: tenant.id,
              slug,
              details: { person, reason },
            }),
          );
          return person;
        }),
      );
      call.out.say(`${email} signs in to ${slug} without a second factor now, and is told so`);
      return { tenant: slug, id, email };
    });
  },
};

export const personCommands: Command[] = [role, resetFactor];
