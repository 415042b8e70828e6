export { mailKinds, sampleMail } from './mail/mail-kinds.js';
export { MailRefused, MailRoom, type MailModel, type OutgoingMail } from './mail/mail-room.js';
export { sayNotice, type NoticeRow, type Said } from './notice-row.js';
export { notices } from './notices.part.js';
export { NoticesReader, type TopicChoice } from './notices.reader.js';
export { Notices } from './notices.service.js';
export { CHANNELS, CHOICES, TELLINGS, TOPICS, type Channel, type Choice, type TopicName } from './topics.js';
export { NoticePreview, type ForeseenNotice } from './notice-preview.js';
