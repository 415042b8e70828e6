import { definePart } from '@madang/kernel';
import { Announcer } from './announcer.js';
import { Digests } from './mail/digests.js';
import { FactorMails } from './mail/factor-mails.js';
import { LetterMails } from './mail/letters.js';
import { MailCare } from './mail/mail-quota.js';
import { MailRoom } from './mail/mail-room.js';
import { MailsDesk } from './mail/mails.desk.js';
import { MailsReader } from './mail/mails.reader.js';
import { MailsResolver } from './mail/mails.resolver.js';
import { Mails } from './mail/mails.js';
import { NoticeMails } from './mail/notice-mails.js';
import { noticesTables } from './migrations/0008-notices.js';
import { mailQuota } from './migrations/0058-mail-quota.js';
import { NoticePreview } from './notice-preview.js';
import { noticesAccess, noticesPermissions } from './notices.access.js';
import { NoticesPages } from './notices.pages.js';
import { NoticesReader } from './notices.reader.js';
import { NoticesResolver } from './notices.resolver.js';
import { Notices } from './notices.service.js';

export const notices = definePart({
  name: 'notices',
  home: import.meta.url,
  migrations: [noticesTables, mailQuota],
  services: [NoticesReader, Notices, NoticePreview, MailRoom, Mails, MailsReader],
  tasks: [MailsDesk],
  lists: [MailsDesk],
  resolvers: [NoticesResolver, MailsResolver],
  pages: [NoticesPages],
  jobs: [Announcer, NoticeMails, LetterMails, FactorMails, Digests, MailCare],
  permissions: noticesPermissions,
  grants: noticesAccess,
});
