import { inviteOperator } from '@madang/platform-operators';
import type { Program } from '../program.js';
import { demoPasswordHash } from './people.js';

/** The operator of demo installations; the password is the one of all demo people, the second factor is set up at the first sign-in. */
export const DEMO_OPERATOR = 'operator@madang.test';

/** Enters the demo operator where nobody runs the installation yet. */
export async function seedOperator(program: Program): Promise<void> {
  const [known] = await program.platform.rows('SELECT 1 AS one FROM platform.operators LIMIT 1');
  if (known) return;
  const passwordHash = await demoPasswordHash();
  await program.platform.transaction(async (client) => {
    const id = await inviteOperator(client, { email: DEMO_OPERATOR, name: '마당 운영자', role: 'owner' });
    await client.query(`UPDATE platform.operators SET state = 'active', password_hash = $2 WHERE id = $1`, [
      id,
      passwordHash,
    ]);
  });
}
