import { definePart } from '@madang/kernel';
import { Announcer } from './announcer.js';
import { Digests } from './mail/digests.js';
import { LetterMails } from './mail/letters.js';
import { MailRoom } from './mail/mail-room.js';
import { Mails } from './mail/mails.js';
import { NoticeMails } from './mail/notice-mails.js';
import { noticesTables } from './migrations/0008-notices.js';
import { NoticePreview } from './notice-preview.js';
import { noticesAccess } from './notices.access.js';
import { NoticesPages } from './notices.pages.js';
import { NoticesReader } from './notices.reader.js';
import { NoticesResolver } from './notices.resolver.js';
import { Notices } from './notices.service.js';

export const notices = definePart({
  name: 'notices',
  home: import.meta.url,
  migrations: [noticesTables],
  services: [NoticesReader, Notices, NoticePreview, MailRoom, Mails],
  resolvers: [NoticesResolver],
  pages: [NoticesPages],
  jobs: [Announcer, NoticeMails, LetterMails, Digests],
  grants: noticesAccess,
});
