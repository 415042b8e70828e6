import { Injectable } from '@nestjs/common';
import { definePart } from '@madang/kernel';
import { noticesTables } from './migrations/0008-notices.js';
@Injectable()
export class NoticesReader {
  async unread(): Promise<number> { return 0; }
}
export const notices = definePart({ name: 'notices', home: import.meta.url, migrations: [noticesTables], services: [NoticesReader] });
