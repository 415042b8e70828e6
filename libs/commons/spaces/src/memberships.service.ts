import { Injectable } from '@nestjs/common';
import { actor, conflict, db, demand, denied, invalid, may, missing, now, publish } from '@madang/kernel';
import { record } from '@madang/commons-audit';
import { SpacesReader } from './spaces.reader.js';

// Which standing may become which by an organiser's decision.
const FROM: Record<string, string[]> = {
  member: ['requested', 'organiser', 'refused'],
  organiser: ['member'],
  refused: ['requested'],
  banned: ['requested', 'member', 'organiser', 'left', 'refused'],
  left: ['banned', 'member'],
};

/** Joining and leaving spaces, and who decides about it. */
@Injectable()
export class Memberships {
  constructor(private readonly spaces: SpacesReader) {}

  /** Joins an open space, or asks to join one whose organisers decide. */
  async join(slug: string, message = ''): Promise<'member' | 'requested'> {
    const who = actor().personId;
    if (!who) throw denied('sign_in_first');
    const space = await this.spaces.find(slug);
    if (space.mine === 'banned') throw denied('banned_from_space');
    if (space.mine === 'member' || space.mine === 'organiser') throw conflict('already_member');
    if (space.mine === 'requested') throw conflict('already_requested');
    if (space.joining === 'invitation') throw denied('invitation_only');
    const state = space.joining === 'open' ? 'member' : 'requested';
    // The condition repeats the checks for whoever acts at the same moment.
    const changed = await db().run(
      `INSERT INTO memberships (space_id, person_id, state, message, requested_at, decided_at)
       VALUES ($1, $2, $3, $4, $5, CASE WHEN $3 = 'member' THEN $5::timestamptz END)
       ON CONFLICT (space_id, person_id) DO UPDATE SET state = excluded.state, message = excluded.message,
         requested_at = excluded.requested_at, decided_at = excluded.decided_at, decided_by = NULL, reason = NULL
       WHERE memberships.state IN ('left', 'refused')`,
      [space.id, who, state, message.slice(0, 500), now()],
    );
    if (changed === 0) throw conflict('already_member');
    if (state === 'member') await this.count(space.id, 1);
    else await publish({ name: 'spaces.join_requested', data: { spaceId: space.id, personId: who } });
    return state;
  }

  /** Leaves a space, or takes a request back. */
  async leave(slug: string): Promise<void> {
    const space = await this.spaces.find(slug);
    const row = await db().row<{ was: string }>(
      `UPDATE memberships m SET state = 'left', decided_at = $3 FROM memberships old
        WHERE m.space_id = $1 AND m.person_id = $2 AND old.space_id = m.space_id AND old.person_id = m.person_id
          AND m.state IN ('member', 'organiser', 'requested') RETURNING old.state AS was`,
      [space.id, actor().personId, now()],
    );
    if (!row) throw conflict('not_a_member');
    if (row.was !== 'requested') await this.count(space.id, -1);
  }

  /** An organiser takes somebody in, refuses, appoints, steps somebody down, bans or lets in again. */
  async decide(slug: string, personId: string, to: string, reason = ''): Promise<void> {
    const from = FROM[to];
    if (!from) throw invalid('bad_choice');
    const space = await this.spaces.find(slug);
    demand('decide', 'Membership', { spaceId: space.id });
    const row = await db().row<{ was: string }>(
      `UPDATE memberships m SET state = $3, decided_at = $4, decided_by = $5, reason = $6 FROM memberships old
        WHERE m.space_id = $1 AND m.person_id = $2 AND old.space_id = m.space_id AND old.person_id = m.person_id
          AND m.state = ANY($7) RETURNING old.state AS was`,
      [space.id, personId, to, now(), actor().personId, reason || null, from],
    );
    if (!row) throw missing('request_missing');
    const inside = (state: string): number => (state === 'member' || state === 'organiser' ? 1 : 0);
    await this.count(space.id, inside(to) - inside(row.was));
    await record(`spaces.${to}`, 'membership', `${space.id}/${personId}`, reason || undefined);
    await publish({ name: 'spaces.join_decided', data: { spaceId: space.id, personId, to, from: row.was } });
  }

  /** The same decision about many; one that cannot be made undoes all. */
  async decideMany(input: { of: { space: string; personId: string }[]; to: string; reason?: string }): Promise<void> {
    for (const { space, personId } of input.of) await this.decide(space, personId, input.to, input.reason);
  }

  /** Members and requests of a space, requests first. Names only; organisers see more in the console. */
  async people(
    slug: string,
    after: string | null,
    limit = 50,
  ): Promise<{ personId: string; name: string; state: string; message: string; at: Date }[]> {
    const space = await this.spaces.enter(slug);
    const organises = may('decide', 'Membership', { spaceId: space.id });
    return db().rows(
      `SELECT m.person_id AS "personId", p.display_name AS name, m.state, CASE WHEN $2 THEN m.message ELSE '' END AS message, m.requested_at AS at
         FROM memberships m JOIN people p ON p.id = m.person_id
        WHERE m.space_id = $1 AND (m.state IN ('member', 'organiser') OR ($2 AND m.state = 'requested')) AND ($3::uuid IS NULL OR m.person_id > $3)
        ORDER BY (m.state = 'requested') DESC, (m.state = 'organiser') DESC, m.person_id LIMIT $4`,
      [space.id, organises, after, limit],
    );
  }

  private async count(spaceId: string, by: number): Promise<void> {
    if (by !== 0) await db().run('UPDATE spaces SET member_count = member_count + $2 WHERE id = $1', [spaceId, by]);
  }
}
