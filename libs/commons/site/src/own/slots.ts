import { Injectable } from '@nestjs/common';
import type { Words as Speech } from '@madang/theming';

/** A named place an organisation may fill with a template of its own. */
export interface OwnSlot {
  /** `footer`, `about`, `mail/answered`: what the table keeps. */
  readonly name: string;
  readonly kind: 'page' | 'mail';
  /** What is there before anybody writes: the original in the language of tenants' templates. */
  readonly original: string;
  /** Original subject, for mails. */
  readonly subject?: string;
  /** Path of a page that shows the slot. */
  readonly at?: string;
  /** What the slot is called, where the house has words for it. */
  label?(words: Speech): string;
  /** The values a template may use, filled with a plausible sample; its keys are the documentation. */
  sample(words: Speech): Record<string, unknown>;
}

const FOOTER = `<p><strong>{{site.name}}</strong></p>
<p>{{operator.name}}{{#if operator.address}} · {{operator.address}}{{/if}}</p>
{{#if operator.phone}}<p><a href="{{url (concat "tel:" operator.phone)}}">{{operator.phone}}</a></p>{{/if}}
{{#if operator.email}}<p><a href="{{url (concat "mailto:" operator.email)}}">{{operator.email}}</a></p>{{/if}}
{{#if promise}}<p>{{promise}}</p>{{/if}}
`;

const SITE = { name: '우리 마당', slogan: '함께 정해요' };
const OPERATOR = { name: '마당구청', address: '마당로 1', phone: '02-000-0000', email: 'hello@example.org' };

/** Slots by name. A part that has places of its own offers them in its constructor, as with home sources. */
@Injectable()
export class OwnSlots {
  private readonly known = new Map<string, OwnSlot>(); // filled once, when the program is put together
  private readonly later: (() => readonly OwnSlot[])[] = [];

  constructor() {
    this.offer({
      name: 'footer',
      kind: 'page',
      original: FOOTER,
      at: '/',
      sample: () => ({ site: SITE, operator: OPERATOR, promise: '광고도 추적도 없어요.' }),
    });
    this.offer({
      name: 'about',
      kind: 'page',
      original: '{{page.body}}\n',
      at: '/pages/about',
      sample: () => ({ site: SITE, operator: OPERATOR, page: { title: '소개', body: '우리 마당을 소개해요.' } }),
    });
  }

  offer(slot: OwnSlot): void {
    this.known.set(slot.name, slot);
  }

  /** Offers slots that are known only once the whole program is: asked at first use. */
  offerLater(make: () => readonly OwnSlot[]): void {
    this.later.push(make);
  }

  get(name: string): OwnSlot | undefined {
    return this.all().find((slot) => slot.name === name);
  }

  all(): OwnSlot[] {
    for (const make of this.later.splice(0)) for (const slot of make()) this.offer(slot);
    return [...this.known.values()];
  }
}
