import type { Audience } from './topics.js';

// Each gives ids of people for the event `e`; see ANNOUNCE for its columns.
const FOUND: Record<Audience, string> = {
  author: `SELECT e.author_id FROM e`,
  supporters: `SELECT x.person_id FROM e JOIN supports x ON x.subject_id = e.subject_id`,
  followers: `SELECT x.person_id FROM e JOIN follows x ON x.subject_id = e.subject_id AND NOT x.muted`,
  officer: `SELECT coalesce(a.officer_id, p.id) FROM e JOIN assignments a ON a.subject_id = e.subject_id AND a.ended_at IS NULL
    LEFT JOIN people p ON a.officer_id IS NULL AND p.department_id = a.department_id AND p.role = 'officer'`,
  department: `SELECT p.id FROM e JOIN categories c ON c.id = e.category_id JOIN people p ON p.department_id = c.department_id AND p.role = 'officer'`,
  approver: `SELECT d.approver_id FROM e JOIN assignments a ON a.subject_id = e.subject_id AND a.ended_at IS NULL
    JOIN departments d ON d.id = a.department_id AND d.approver_id IS NOT NULL`,
  // Where a space has no organiser of its own, administrators stand in.
  organisers: `SELECT m.person_id FROM e JOIN memberships m ON m.space_id = e.space_id AND m.state = 'organiser'
    UNION ALL SELECT p.id FROM e JOIN people p ON p.role = 'administrator'
     WHERE NOT EXISTS (SELECT 1 FROM memberships m WHERE m.space_id = e.space_id AND m.state = 'organiser')`,
  named: `SELECT (e.data ->> 'personId')::uuid FROM e`,
  writer: `SELECT (e.data ->> 'personId')::uuid FROM e`,
  parent: `SELECT c.author_id FROM e JOIN comments c ON c.id = (e.data ->> 'parentId')::uuid`,
  members: `SELECT m.person_id FROM e JOIN memberships m ON m.space_id = e.space_id AND m.state IN ('member', 'organiser')`,
};

/** Who is told of the event `e`, by which channel: the rules of ANNOUNCE and of its foresight. Rules are $2. */
const wanted = (audiences: readonly Audience[]): string => {
  const union = [...new Set(audiences)]
    .sort()
    .map((name) => `SELECT '${name}' AS audience, found.id AS person_id FROM (${FOUND[name]}) found (id)`)
    .join('\n    UNION ALL ');
  return `told AS (
    SELECT DISTINCT ON (a.person_id) a.person_id, r.* FROM (${union}) a
      JOIN jsonb_to_recordset($2) AS r (audience text, rank int, topic text, say text, site text, mail text, to_actor boolean, duty boolean) ON r.audience = a.audience
      CROSS JOIN e WHERE r.to_actor OR e.data ? 'rule' OR a.person_id IS DISTINCT FROM e.actor_id
     ORDER BY a.person_id, r.rank),
  wanted AS (
    SELECT t.*, coalesce(cs.choice, t.site) <> 'off' AS on_site,
           CASE WHEN p.email IS NULL OR p.assurance = 'none' THEN 'none'
                ELSE CASE coalesce(cm.choice, t.mail) WHEN 'now' THEN 'due' WHEN 'daily' THEN 'digest' ELSE 'none' END END AS post
      FROM told t CROSS JOIN e JOIN people p ON p.id = t.person_id AND p.state = 'active' AND p.source <> 'imported'
      LEFT JOIN spaces sp ON sp.id = e.space_id
      LEFT JOIN notice_choices cs ON cs.person_id = t.person_id AND cs.topic = t.topic AND cs.channel = 'site'
      LEFT JOIN notice_choices cm ON cm.person_id = t.person_id AND cm.topic = t.topic AND cm.channel = 'mail'
     WHERE (t.duty OR NOT EXISTS (SELECT 1 FROM follows f WHERE f.subject_id = e.subject_id AND f.person_id = t.person_id AND f.muted))
       AND (sp.visibility IS DISTINCT FROM 'members' OR t.duty OR t.audience = 'named' OR t.topic = 'entered' OR p.role = 'administrator'
         OR EXISTS (SELECT 1 FROM memberships m WHERE m.space_id = sp.id AND m.person_id = t.person_id AND m.state IN ('member', 'organiser'))))`;
};

/**
 * The same for events that have not happened: how many people would be told what of some subjects, and by which
 * channel. Parameters: $1 subjects, $2 rules, $3 the event's data, $4 who acts.
 */
export const foreseeStatement = (audiences: readonly Audience[]): string => `SELECT f.say, f.audience,
    count(*)::int AS people, count(*) FILTER (WHERE f.on_site)::int AS "onSite", count(*) FILTER (WHERE f.post <> 'none')::int AS mails
  FROM unnest($1::uuid[]) AS item (id) CROSS JOIN LATERAL (WITH e AS (
      SELECT NULL::uuid AS id, s.id AS subject_id, $4::uuid AS actor_id, now() AS at, $3::jsonb AS data, s.author_id, s.category_id, s.space_id
        FROM subjects s WHERE s.id = item.id),
    ${wanted(audiences)}
    SELECT w.say, w.audience, w.on_site, w.post FROM wanted w WHERE w.on_site OR w.post <> 'none') f
 GROUP BY f.say, f.audience ORDER BY count(*) DESC`;

/**
 * One statement that tells an event to all its audiences, however many people they are. Parameters:
 * $1 event, $2 rules as JSON `[{audience, rank, topic, say, site, mail, to_actor, duty}]`, $3 parameters of the notices.
 * Everybody once, by the first audience they belong to; nobody who muted the subject (unless it is
 * their duty), cannot see its space, wants it on no channel, or did it themselves. A second run adds
 * nothing. Gives the new notices whose mail is due.
 */
export function announceStatement(audiences: readonly Audience[]): string {
  return `WITH e AS (
    SELECT ev.id, ev.subject_id, ev.actor_id, ev.at, ev.data, s.author_id, s.category_id, coalesce(s.space_id, (ev.data ->> 'spaceId')::uuid) AS space_id
      FROM events ev LEFT JOIN subjects s ON s.id = ev.subject_id WHERE ev.id = $1 AND s.hidden_at IS NULL),
  ${wanted(audiences)},
  made AS (
    INSERT INTO notices (id, person_id, event_id, topic, subject_id, params, at, on_site, mail)
    SELECT gen_random_uuid(), w.person_id, e.id, w.topic, e.subject_id, $3::jsonb || jsonb_build_object('as', w.audience, 'say', w.say), e.at, w.on_site, w.post
      FROM wanted w CROSS JOIN e WHERE w.on_site OR w.post <> 'none'
    ON CONFLICT (event_id, person_id) DO NOTHING RETURNING id, person_id, on_site, mail)
  SELECT id, person_id AS "personId", on_site AS "onSite", mail = 'due' AS due FROM made`;
}
