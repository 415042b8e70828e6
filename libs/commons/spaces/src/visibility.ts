import { actor, holds } from '@madang/kernel';

/**
 * Parameters of the condition every list over spaces carries:
 * `(sp.visibility = 'public' OR $a::boolean OR sp.id = ANY($b::uuid[]))`.
 * Members-only spaces show their contents to members, to whoever has a role in them, and to whoever
 * manages all spaces.
 */
export function sight(): [seesAll: boolean, own: string[]] {
  const who = actor();
  return [
    who.kind === 'system' || holds(who, 'spaces.manage'),
    [...who.spaces.keys(), ...(who.granted?.spaces.keys() ?? [])],
  ];
}

/** Whether the current actor may read what is inside a space. */
export function sees(space: { id: string; visibility: string }): boolean {
  const [all, own] = sight();
  return space.visibility === 'public' || all || own.includes(space.id);
}

/**
 * The condition under which a reader may see what hangs on a subject: published, not hidden, in a
 * space and an activity open to them. Needs `s` subjects, `sp` spaces, `act` activities; `all` and
 * `own` name the parameters that carry `sight()`.
 */
export const readable = (all: string, own: string): string =>
  `s.published_at IS NOT NULL AND s.hidden_at IS NULL AND ((sp.visibility = 'public' AND coalesce(act.settings ->> 'audience', 'public') <> 'members')
    OR ${all}::boolean OR sp.id = ANY(${own}::uuid[]))`;

/** Whether a person is banned from the space of a subject `s`; `me` names the parameter with their id. */
export const bannedFrom = (me: string): string =>
  `EXISTS (SELECT 1 FROM memberships b WHERE b.space_id = s.space_id AND b.person_id = ${me}::uuid AND b.state = 'banned')`;
