import { hashSecret, newId, newSecret, type Tenant } from '@madang/kernel';
import type { House } from './yard.js';

/** Somebody with a role in a tenant, as the API and the pages know them. */
export interface Staff {
  id: string;
  /** Headers of the API. */
  headers: Record<string, string>;
  cookies: Record<string, string>;
}

/** Runs SQL in a tenant's schema, past every rule. */
export const sqlOf =
  (house: House, tenant: Tenant) =>
  <T extends object>(statement: string, values: unknown[] = []): Promise<T[]> =>
    house.program.provisioning.withAdmin(async (client) => {
      await client.query('BEGIN');
      await client.query(`SET LOCAL search_path = ${tenant.schema}, ext`);
      const { rows } = await client.query<T>(statement, values);
      await client.query('COMMIT');
      return rows;
    });

/** Adds a person of a role with a token and a session. */
export async function staffOf(house: House, tenant: Tenant, role = 'administrator'): Promise<Staff> {
  const sql = sqlOf(house, tenant);
  const [id, token, session] = [newId(), newSecret(), newSecret()];
  await sql(
    `INSERT INTO people (id, email, display_name, role, assurance, created_at) VALUES ($1, $2, $3, $4, 'email', now())`,
    [id, `${id}@spec.example`, `${role} ${id.slice(-6)}`, role],
  );
  await sql(
    `INSERT INTO api_tokens (id, person_id, name, token_hash, scopes, created_at) VALUES ($1, $2, 'x', $3, '{read,write,manage}', now())`,
    [newId(), id, hashSecret(token)],
  );
  await sql(
    `INSERT INTO sessions (id, person_id, token_hash, created_at, last_seen_at, expires_at) VALUES ($1, $2, $3, now(), now(), now() + interval '1 day')`,
    [newId(), id, hashSecret(session)],
  );
  return { id, headers: { authorization: `Bearer ${token}` }, cookies: { madang_session: session } };
}
