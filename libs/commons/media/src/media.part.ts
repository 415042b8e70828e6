import { definePart } from '@madang/kernel';
import { LibraryPages } from './library.pages.js';
import { LibraryResolver } from './library.resolver.js';
import { Library, PictureUses } from './library.service.js';
import { MediaPages } from './media.pages.js';
import { mediaTables } from './migrations/0007-media.js';
import { libraryTables } from './migrations/0042-library.js';
import { Pictures } from './pictures.js';

export const media = definePart({
  name: 'media',
  home: import.meta.url,
  migrations: [mediaTables, libraryTables],
  services: [Pictures, PictureUses, Library],
  resolvers: [LibraryResolver],
  pages: [MediaPages, LibraryPages],
});
