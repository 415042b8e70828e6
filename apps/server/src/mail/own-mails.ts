import { context } from '@madang/kernel';
import { mailKinds, MailRoom, sampleMail, type MailModel } from '@madang/commons-notices';
import { MailDrawing, siteModel, type DrawnMail, type OwnShelf, type OwnSlot } from '@madang/commons-site';
import type { Messages, Words } from '@madang/theming';
import type { Faces } from '../http/faces.js';
import { siteName } from '../http/looks.js';
import { ownWords } from './mail-room.js';

const ORIGINAL = '{{#each paragraphs}}\n<p>{{this}}</p>\n{{/each}}\n';

const DIGEST = `<ul>
{{#each lines}}<li><a href="{{url this.url}}">{{this.text}}</a></li>
{{/each}}</ul>
{{#if more}}<p>{{more}}</p>{{/if}}
`;

/** A slot for every kind of mail the house sends. */
export const mailSlots = (messages: Messages): OwnSlot[] =>
  mailKinds(messages.keys()).map((kind) => ({
    name: `mail/${kind}`,
    kind: 'mail',
    original: kind === 'digest' ? DIGEST : ORIGINAL,
    subject: kind.startsWith('link.') ? '{{title}} · {{site.name}}' : '{{title}}',
    label: (words) => sample(kind, words).title,
    sample: (words) => {
      const { own } = sample(kind, words);
      return {
        ...siteModel(undefined, words.locale),
        ...own!.values,
        site: siteModel(undefined, words.locale)['site'],
      };
    },
  }));

const sample = (kind: string, words: Words): MailModel =>
  sampleMail(kind, words, { site: words.term('site'), address: 'https://example.org' });

/** Draws samples of mails through the mail room that writes the real ones. */
export class HouseMailDrawing extends MailDrawing {
  constructor(
    private readonly room: MailRoom,
    private readonly faces: () => Faces,
  ) {
    super();
  }

  override async draw(slot: string, locale: string, shelf: OwnShelf): Promise<DrawnMail> {
    const look = await this.faces().looks.load();
    const words = look.messages.for(locale, context().tenant.timeZone);
    const model = sampleMail(slot.slice('mail/'.length), words, {
      site: siteName(look.shell),
      address: this.room.address('/'),
    });
    const fail = (_slot: string, _locale: string, error: Error): never => {
      throw error;
    };
    const worded = ownWords(shelf, look, locale, model, words, fail);
    const logo = look.shell.logo && `/media/${look.shell.logo.media}`;
    return { subject: worded.subject, logo, ...(await this.room.render(locale, worded)) };
  }

  override async send(id: string, to: string, locale: string, mail: DrawnMail): Promise<void> {
    const { subject, html, text } = mail;
    await this.room.send({ id, to, subject, html, text, headers: { 'Auto-Submitted': 'auto-generated' } }, locale);
  }
}
