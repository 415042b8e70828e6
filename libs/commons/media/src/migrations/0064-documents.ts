import type { Migration } from '@madang/kernel';
import { KINDS } from '../kinds.js';

const mimes = Object.keys(KINDS)
  .map((mime) => `'${mime}'`)
  .join(', ');

/** Files of the library that are no pictures. What they are is told by what they hold. */
export const documentsTables: Migration = {
  version: 64,
  name: 'documents',
  statements: [
    `ALTER TABLE media DROP CONSTRAINT media_mime_check`,
    `ALTER TABLE media ADD CONSTRAINT media_mime_check CHECK (mime IN (${mimes}))`,
  ],
};
