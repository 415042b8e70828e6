import { definePart } from '@madang/kernel';
import { commentsAccess, commentsPermissions } from './comments.access.js';
import { CommentsPages } from './comments.pages.js';
import { CommentsReader } from './comments.reader.js';
import { CommentsResolver } from './comments.resolver.js';
import { Comments } from './comments.service.js';
import { VisitorComments } from './visitors.service.js';
import { commentsTables } from './migrations/0005-comments.js';

export const conversation = definePart({
  name: 'conversation',
  home: import.meta.url,
  migrations: [commentsTables],
  services: [Comments, CommentsReader, VisitorComments],
  resolvers: [CommentsResolver],
  pages: [CommentsPages],
  permissions: commentsPermissions,
  grants: commentsAccess,
});
