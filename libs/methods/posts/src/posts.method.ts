import { defineMethod } from '@madang/kernel';
import { postFiles } from './migrations/0065-post-files.js';
import { postsTables } from './migrations/0021-posts.js';
import { PostFormPages } from './post-form.pages.js';
import { PostFiles } from './post-files.js';
import { PostInputs } from './inputs.handler.js';
import { postsAccess, postsPermissions } from './posts.access.js';
import { PostsHome } from './posts.home.js';
import { PostLists } from './posts.lists.js';
import { PostsPages } from './posts.pages.js';
import { PostsReader } from './posts.reader.js';
import { PostsResolver } from './posts.resolver.js';
import { PostSeeds } from './posts.seeds.js';
import { Posts } from './posts.service.js';
import { postsSettings } from './posts.settings.js';

export const posts = defineMethod({
  name: 'posts',
  home: import.meta.url,
  settings: postsSettings,
  subjects: [{ kind: 'post', path: 'posts', states: ['published'] }],
  interactions: ['write', 'comment'],
  activityPath: (slug) => `/boards/${slug}`,
  migrations: [postsTables, postFiles],
  services: [Posts, PostFiles, PostsReader, PostsHome, PostInputs, PostSeeds],
  resolvers: [PostsResolver],
  pages: [PostsPages, PostFormPages],
  lists: [PostLists],
  permissions: postsPermissions,
  grants: postsAccess,
  seeds: PostSeeds,
  starters: [
    { slug: 'news', title: { ko: '소식', en: 'News' }, settings: { kind: 'news' }, interactions: ['write', 'comment'] },
    {
      slug: 'talk',
      title: { ko: '이야기', en: 'Talk' },
      settings: { kind: 'talk', writers: 'members' },
      interactions: ['write', 'comment'],
    },
  ],
});
