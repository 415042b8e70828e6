import type { Migration } from '@madang/kernel';

/** A space may show a picture of the site's library; its size and description are kept beside it. */
export const spaceCovers: Migration = {
  version: 60,
  name: 'space-covers',
  statements: [
    `ALTER TABLE spaces ADD COLUMN cover jsonb CHECK (cover ? 'media' AND cover ? 'width' AND cover ? 'height' AND cover ? 'alt')`,
  ],
};
