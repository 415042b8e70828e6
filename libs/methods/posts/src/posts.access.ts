import type { Grants } from '@madang/kernel';

/**
 * Organisers and administrators write on every board of theirs and keep order; on boards that say so
 * members of the space write, or everybody signed in. Authors change what is theirs.
 */
export const postsAccess: Grants = (who, can) => {
  can('read', 'Post', { audience: 'public' });
  for (const [spaceId, role] of who.spaces) {
    can('read', 'Post', { spaceId });
    if (role === 'organiser') can(['write', 'edit', 'hide', 'pin', 'see_hidden'], 'Post', { spaceId });
  }
  const writes = who.scopes === null || who.scopes.includes('write');
  if (who.personId && writes) {
    can('write', 'Post', { writers: 'everyone' });
    for (const spaceId of who.spaces.keys()) can('write', 'Post', { writers: 'members', spaceId });
    can('edit', 'Post', { authorId: who.personId });
  }
  if (who.role === 'administrator') can(['read', 'write', 'edit', 'hide', 'pin', 'see_hidden'], 'Post');
};
