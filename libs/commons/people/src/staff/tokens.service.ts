import { Injectable } from '@nestjs/common';
import { db, demand, missing, now } from '@madang/kernel';
import { record } from '@madang/commons-audit';

/** API tokens of others, for whoever answers for what programs do here. */
@Injectable()
export class StaffTokens {
  /** Revokes a token, at once. */
  async revoke(id: string, reason?: string): Promise<void> {
    demand('manage', 'Token');
    const row = await db().row<{ personId: string }>(
      'UPDATE api_tokens SET revoked_at = $2 WHERE id = $1 AND revoked_at IS NULL RETURNING person_id AS "personId"',
      [id, now()],
    );
    if (!row) throw missing('token_missing');
    await record('people.token_revoked', 'api_token', id, reason, { personId: row.personId });
  }
}
