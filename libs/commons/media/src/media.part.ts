import { definePart } from '@madang/kernel';
import { MediaPages } from './media.pages.js';
import { mediaTables } from './migrations/0007-media.js';
import { Pictures } from './pictures.js';

export const media = definePart({
  name: 'media',
  home: import.meta.url,
  migrations: [mediaTables],
  services: [Pictures],
  pages: [MediaPages],
});
