import { recordAct } from '@madang/platform-tenancy';
import { inviteOperator, newLink, OPERATOR_ROLES, type OperatorRole } from '@madang/platform-operators';
import { siteUrl } from '@madang/server';
import { UsageError, type Command } from '../command.js';

const create: Command = {
  name: 'operator create',
  summary: 'let somebody run the installation, by a link that sets up their account',
  args: ['<e-mail>'],
  options: {
    role: { value: 'role', help: 'owner, operator, support or reader (owner)' },
    name: { value: 'name', help: 'until they choose their own' },
  },
  notes:
    'Prints a link that works once, for three days: it asks for a password and sets up the second factor. Run it again for a new link as long as the account is not set up.',
  async run(call) {
    const email = call.args['e-mail']!.trim().toLowerCase();
    const role = (call.text('role') ?? 'owner') as OperatorRole;
    if (!/^[^\s@]+@[^\s@]+\.[^\s@]+$/.test(email)) throw new UsageError(`"${email}" is no e-mail address.`);
    if (!OPERATOR_ROLES.includes(role))
      throw new UsageError(`"${role}" is no role; there are ${OPERATOR_ROLES.join(', ')}.`);
    const { platform, config } = await call.program();
    const name = (call.text('name') ?? email.split('@')[0]!).slice(0, 60);
    const token = await platform.transaction(async (client) => {
      const id = await inviteOperator(client, { email, name, role });
      await recordAct(client, { actor: call.actor, act: 'operator.invited', details: { operator: id, role } });
      return newLink(client, id, new Date());
    });
    const link = siteUrl(config, config.BASE_DOMAIN, `/console/set-up?token=${token}`);
    call.out.say(`${email} may set up an account as ${role}, once, within three days:\n${link}`);
    return { email, role, link };
  },
};

const list: Command = {
  name: 'operator list',
  summary: 'who runs the installation',
  async run(call) {
    const { platform } = await call.program();
    const found = await platform.rows<{
      email: string;
      name: string;
      role: string;
      state: string;
      secondFactor: boolean;
      lastSeenAt: Date | null;
    }>(
      `SELECT email, name, role, state, totp_secret IS NOT NULL AS "secondFactor", last_seen_at AS "lastSeenAt"
         FROM platform.operators ORDER BY state = 'closed', email LIMIT 500`,
    );
    call.out.table(
      ['e-mail', 'name', 'role', 'state', 'second factor', 'last seen'],
      found.map((one) => [
        one.email,
        one.name,
        one.role,
        one.state,
        one.secondFactor ? 'yes' : 'no',
        one.lastSeenAt?.toISOString() ?? '-',
      ]),
    );
    return found;
  },
};

export const operatorCommands: Command[] = [create, list];
