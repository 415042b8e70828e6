import type { LinkLetter, LinkPurpose } from '@madang/commons-people';
import type { Words } from '@madang/theming';
import { sayNotice, type NoticeRow } from '../notice-row.js';
import { digestMail } from './digests.js';
import { letterMail } from './letters.js';
import type { MailModel } from './mail-room.js';
import { noticeMail } from './notice-mails.js';

const NOTICE_TITLE = /^notices\.say\.([a-z_]+)\.title$/;
const DIGEST_TITLE = 'notices.digest.title';
const LETTER_TITLE = /^people\.mail\.([a-z_]+)\.title$/;

/** Kinds of mails an organisation may word itself, by the keys of the house's texts: `answered`, `link.sign_in`. */
export const mailKinds = (keys: readonly string[]): string[] =>
  keys.flatMap((key) => {
    if (key === DIGEST_TITLE) return ['digest'];
    const [notice, letter] = [NOTICE_TITLE.exec(key)?.[1], LETTER_TITLE.exec(key)?.[1]];
    return notice ? [notice] : letter ? [`link.${letter}`] : [];
  });

/** A mail of a kind about something that could be, for the editor and its preview. */
export function sampleMail(kind: string, words: Words, about: { site: string; address: string }): MailModel {
  const korean = words.locale.startsWith('ko');
  const off = `${about.address}/unsubscribe/sample`;
  if (kind.startsWith('link.'))
    return letterMail(letterOf(kind.slice(5) as LinkPurpose, about.site), words, () => about.address);
  const row: NoticeRow = {
    id: '00000000-0000-7000-8000-000000000000',
    personId: '00000000-0000-7000-8000-000000000000',
    topic: 'progress',
    params: { as: 'author', say: kind, supports: 412, dueOn: '2026-12-20' },
    at: new Date('2026-11-23T03:00:00Z'),
    readAt: null,
    subjectId: null,
    subjectKind: null,
    number: null,
    title: korean ? '퇴근길 건널목 신호를 5초만 늘려 주세요' : 'Five more seconds at the crossing',
    spaceSlug: null,
    spaceName: korean ? { [words.locale]: '우리 동네' } : { [words.locale]: 'Our neighbourhood' },
    whoName: korean ? '민서' : 'Minseo',
  };
  if (kind === 'digest') {
    const told = ['answered', 'comment'].map((say) => ({ ...row, params: { ...row.params, say } }));
    return digestMail(words, told, off, () => about.address);
  }
  return noticeMail(words, sayNotice(words, row), { params: row.params, quote: null }, { button: about.address, off });
}

function letterOf(purpose: LinkPurpose, site: string): LinkLetter {
  const key = `people.mail.${purpose}`;
  return {
    purpose,
    keys: { subject: `${key}.subject`, title: `${key}.title`, body: `${key}.body`, why: `${key}.why` },
    params: { site, email: 'somebody@example.org', minutes: 20, hours: 24, days: 7 },
    button: { labelKey: `${key}.button`, path: '/' },
  };
}
