import { definePart } from '@madang/kernel';
import { LibraryLists } from './library.lists.js';
import { LibraryPages } from './library.pages.js';
import { LibraryResolver } from './library.resolver.js';
import { Library, PictureUses } from './library.service.js';
import { MediaPages } from './media.pages.js';
import { mediaAccess, mediaPermissions } from './media.access.js';
import { mediaTables } from './migrations/0007-media.js';
import { libraryTables } from './migrations/0042-library.js';
import { documentsTables } from './migrations/0064-documents.js';
import { uploadsTables } from './migrations/0062-uploads.js';
import { Pictures } from './pictures.js';
import { UploadPages } from './uploads.pages.js';
import { Uploads } from './uploads.service.js';

export const media = definePart({
  name: 'media',
  home: import.meta.url,
  migrations: [mediaTables, libraryTables, uploadsTables, documentsTables],
  services: [Pictures, PictureUses, Library, Uploads],
  resolvers: [LibraryResolver],
  pages: [MediaPages, LibraryPages, UploadPages],
  jobs: [Uploads],
  lists: [LibraryLists],
  permissions: mediaPermissions,
  grants: mediaAccess,
});
