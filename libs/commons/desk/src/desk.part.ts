import { db, definePart, grantHeld, Job, now, worksHere } from '@madang/kernel';
import { Injectable } from '@nestjs/common';
import { DeskPages } from './desk.pages.js';
import { DeskReader } from './desk.reader.js';
import { DeskResolver } from './desk.resolver.js';
import { ListCatalogue } from './list-catalogue.js';
import { ListFiles } from './list-files.service.js';
import { Lists } from './lists.service.js';
import { deskTables } from './migrations/0052-desk.js';
import { listFiles } from './migrations/0059-list-files.js';
import { SavedViews } from './views.service.js';
import { Warnings } from './warnings.service.js';

/** Forgets files that nobody can fetch any more. */
@Injectable()
export class DeskTidy {
  @Job('desk.tidy', { every: '13 4 * * *' })
  async tidy(): Promise<void> {
    await db().run(`DELETE FROM list_exports WHERE expires_at < $1::timestamptz - interval '1 day'`, [now()]);
  }
}

export const desk = definePart({
  name: 'desk',
  home: import.meta.url,
  migrations: [deskTables, listFiles],
  services: [DeskReader, SavedViews, ListCatalogue, ListFiles, Lists, Warnings],
  resolvers: [DeskResolver],
  pages: [DeskPages],
  jobs: [DeskTidy, ListFiles],
  tasks: [Warnings],
  features: { exports: { words: { ko: '목록을 파일로 받기(CSV·엑셀)', en: 'Lists as files (CSV, Excel)' } } },
  permissions: {
    'exports.make': { words: { ko: '목록과 자료 내려받기', en: 'Take lists and data away as files' } },
  },
  grants: (who, can) => {
    if (worksHere(who)) can('enter', 'Console');
    grantHeld(who, can, 'exports.make', 'make', 'Export');
  },
});
