import { Injectable } from '@nestjs/common';
import {
  db,
  hashSecret,
  inUnit,
  now,
  TenantDatabase,
  VISITOR,
  type Actor,
  type Granted,
  type Role,
  type SpaceRole,
} from '@madang/kernel';

/** What a request brings to say who sends it. */
export interface Credentials {
  sessionToken?: string;
  apiToken?: string;
}

interface Recognised {
  id: string;
  displayName: string;
  email: string | null;
  role: Exclude<Role, 'visitor'>;
  departmentId: string | null;
  credentialId: string;
  scopes: string[] | null;
  seenAt: Date | null;
  startedAt: Date | null;
  /** Whether the session proved a second factor, whether there is one, whether the site asks for one. */
  proved: boolean;
  enrolled: boolean;
  demanded: boolean;
  spaces: Record<string, SpaceRole> | null;
  granted: { space: string | null; names: string[] }[] | null;
}

/** A session lives this long after it was last used. */
export const SESSION_DAYS = 30;
/** The same as SQL: what the site decided, else that many. */
export const SESSION_LIFE = `coalesce((SELECT (value ->> 'sessionDays')::int FROM settings WHERE name = 'sign_in'), ${SESSION_DAYS})`;
/** How exact "last used" is; keeps readers from writing on every page. */
const SEEN_MINUTES = 10;

const WHO = `p.id, p.display_name AS "displayName", p.email, p.role, p.department_id AS "departmentId",
  (SELECT json_object_agg(m.space_id, m.state) FROM memberships m WHERE m.person_id = p.id AND m.state IN ('member', 'organiser')) AS spaces,
  (SELECT json_agg(json_build_object('space', h.space_id, 'names', r.permissions)) FROM role_holders h JOIN roles r ON r.id = h.role_id WHERE h.person_id = p.id) AS granted`;

/** Whoever is more than a member, by standing or by a role of the site's own. */
export const IS_STAFF = `(p.role <> 'member' OR EXISTS (SELECT 1 FROM role_holders h WHERE h.person_id = p.id))`;
/** Whether the site asks its staff for a second factor. */
export const STAFF_OWE_FACTOR = `coalesce((SELECT value ->> 'secondFactor' = 'staff' FROM settings WHERE name = 'sign_in'), false)`;
/** Minutes between the two factors; then one begins again with the first. */
const HALFWAY_MINUTES = 15;

const BY_SESSION = `SELECT ${WHO}, s.id AS "credentialId", NULL::text[] AS scopes, s.last_seen_at AS "seenAt", s.created_at AS "startedAt",
    s.factor_at IS NOT NULL AS proved, f.person_id IS NOT NULL AS enrolled, ${IS_STAFF} AND ${STAFF_OWE_FACTOR} AS demanded
  FROM sessions s JOIN people p ON p.id = s.person_id LEFT JOIN second_factors f ON f.person_id = p.id
 WHERE s.token_hash = $1 AND s.revoked_at IS NULL AND s.expires_at > $2 AND p.state = 'active'`;
const BY_TOKEN = `SELECT ${WHO}, t.id AS "credentialId", t.scopes, t.last_used_at AS "seenAt", NULL::timestamptz AS "startedAt",
    true AS proved, false AS enrolled, false AS demanded
  FROM api_tokens t JOIN people p ON p.id = t.person_id
 WHERE t.token_hash = $1 AND t.revoked_at IS NULL AND (t.expires_at IS NULL OR t.expires_at > $2) AND p.state = 'active'`;

/** Who people are: for the server at every request, for pages and API where a person is shown. */
@Injectable()
export class PeopleReader {
  constructor(private readonly database: TenantDatabase) {}

  /**
   * Who holds this session or token, with their standing everywhere, in one statement. A token wins
   * over a cookie. Unknown, expired, revoked, banned and closed all give a visitor.
   * @param passing whether it is only looked who it is: a page left open is no use of a session
   */
  async recognise({ sessionToken, apiToken }: Credentials, passing = false): Promise<Actor> {
    const secret = apiToken ?? sessionToken;
    if (!secret || secret.length > 200) return VISITOR;
    const byToken = apiToken !== undefined;
    const row = await db().row<Recognised>(byToken ? BY_TOKEN : BY_SESSION, [hashSecret(secret), now()]);
    if (!row) return VISITOR;
    if (!row.proved && (row.enrolled || row.demanded)) return halfway(row);
    if (!passing && (!row.seenAt || now().getTime() - row.seenAt.getTime() > SEEN_MINUTES * 60_000))
      this.seeLater(row.credentialId, byToken);
    return actorFrom(row, byToken);
  }

  /** Whether a session just begun opens nothing yet. */
  async owesFactor(sessionToken: string): Promise<boolean> {
    return (await this.recognise({ sessionToken })).halfway !== undefined;
  }

  /** A person as an actor without a session: for acts confirmed by mail. */
  async actorOf(personId: string): Promise<Actor> {
    const row = await db().row<Recognised>(
      `SELECT ${WHO}, NULL::uuid AS "credentialId", NULL::text[] AS scopes, NULL::timestamptz AS "seenAt", NULL::timestamptz AS "startedAt",
              true AS proved, false AS enrolled, false AS demanded
         FROM people p WHERE p.id = $1 AND p.state = 'active'`,
      [personId],
    );
    return row ? { ...actorFrom(row, false), sessionId: null } : VISITOR;
  }

  /** What anybody may know of a person; undefined where there is none, or the account is closed. */
  async profile(
    id: string,
  ): Promise<{ id: string; displayName: string; bio: string; role: Role; official: boolean; since: Date } | undefined> {
    return db().row(
      `SELECT id, display_name AS "displayName", bio, role, role IN ('officer', 'administrator') AS official, created_at AS since
         FROM people WHERE id = $1 AND state = 'active'`,
      [id],
    );
  }

  /** Notes the use after the page's own unit has ended: reading pages run in read-only transactions. */
  private seeLater(id: string, byToken: boolean): void {
    const at = now();
    db().afterCommit(
      () =>
        inUnit(this.database, false, async () => {
          if (byToken) await db().run('UPDATE api_tokens SET last_used_at = $2 WHERE id = $1', [id, at]);
          else
            await db().run(
              `UPDATE sessions SET last_seen_at = $2, expires_at = $2::timestamptz + make_interval(days => ${SESSION_LIFE}) WHERE id = $1 AND revoked_at IS NULL`,
              [id, at],
            );
        }).catch(() => undefined), // the page is already made; the next one notes it
    );
  }
}

/** Where a session that owes a second factor goes first. */
export const factorPath = (back: string): string => `/sign-in/second-factor?back=${encodeURIComponent(back)}`;

/** A visitor who may finish signing in. A first factor proved long ago is proved again. */
function halfway({ id, credentialId, enrolled, startedAt }: Recognised): Actor {
  const late = now().getTime() - startedAt!.getTime() > HALFWAY_MINUTES * 60_000;
  if (enrolled && late) return VISITOR;
  return { ...VISITOR, halfway: { personId: id, sessionId: credentialId, stage: enrolled ? 'code' : 'enrol' } };
}

/**
 * The actor of a row. A token without `manage` never acts as staff: whoever finds it in a script can
 * do what a member can, and no more.
 */
function actorFrom(row: Recognised, byToken: boolean): Actor {
  const limited = row.scopes !== null && !row.scopes.includes('manage');
  const spaces = Object.entries(row.spaces ?? {}).map(([id, role]): [string, SpaceRole] => [
    id,
    limited ? 'member' : role,
  ]);
  return {
    kind: byToken ? 'token' : 'person',
    personId: row.id,
    displayName: row.displayName,
    email: row.email,
    role: limited ? 'member' : row.role,
    spaces: new Map(spaces),
    departmentId: limited ? null : row.departmentId,
    sessionId: byToken ? null : row.credentialId,
    scopes: row.scopes,
    ...(limited || !row.granted ? {} : { granted: grantedBy(row.granted) }),
  };
}

/** Permissions of several roles, put together by where they hold. */
function grantedBy(rows: { space: string | null; names: string[] }[]): Granted {
  const site = new Set(rows.filter(({ space }) => space === null).flatMap(({ names }) => names));
  const spaces = new Map<string, Set<string>>();
  for (const { space, names } of rows) if (space) spaces.set(space, new Set([...(spaces.get(space) ?? []), ...names]));
  return { site, spaces };
}
