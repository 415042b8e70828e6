import { grantHeld, type Grants, type Permission } from '@madang/kernel';

export const postsPermissions: Record<string, Permission> = {
  'posts.write': {
    words: { ko: '게시판에 글 쓰고 관리하기', en: 'Write on boards and keep order there' },
    spaces: true,
    standings: ['space_organiser'],
  },
};

/**
 * Whoever holds `posts.write` (organisers in their spaces) writes on every board and keeps order; on
 * boards that say so members of the space write, or everybody signed in. Authors change what is theirs.
 */
export const postsAccess: Grants = (who, can) => {
  can('read', 'Post', { audience: 'public' });
  for (const spaceId of who.spaces.keys()) can('read', 'Post', { spaceId });
  const writes = who.scopes === null || who.scopes.includes('write');
  if (who.personId && writes) {
    can('write', 'Post', { writers: 'everyone' });
    for (const spaceId of who.spaces.keys()) can('write', 'Post', { writers: 'members', spaceId });
    can('edit', 'Post', { authorId: who.personId });
  }
  grantHeld(who, can, 'posts.write', ['read', 'write', 'edit', 'hide', 'pin', 'see_hidden'], 'Post');
};
