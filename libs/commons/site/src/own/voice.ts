import { Injectable } from '@nestjs/common';
import { context } from '@madang/kernel';
import { createMessages, type Messages, type Words as Speech } from '@madang/theming';
import type { SiteShell } from '@madang/portal';
import { OwnShelf } from './shelf.js';

/**
 * What the server lends the site's own readers and services: the words of the current tenant and its published templates. A
 * program that binds none (a command, a spec) speaks no messages and has no templates.
 */
@Injectable()
export class SiteVoice {
  /** All messages as the house has them, without any tenant's changes. */
  house(): Messages {
    return createMessages({ catalogues: [] });
  }

  /** The current tenant's words, in the language of the context where none is named. */
  words(locale = context().locale): Promise<Speech> {
    return Promise.resolve(this.house().for(locale, context().tenant.timeZone));
  }

  shelf(): Promise<OwnShelf> {
    return Promise.resolve(new OwnShelf());
  }

  /** Name, contact and promise of the site, as templates may use them. */
  shell(): Promise<SiteShell | undefined> {
    return Promise.resolve(undefined);
  }

  /** Notes, outside of the current unit of work, that a template could not be shown. */
  trouble(_slot: string, _locale: string, _error: Error): void {
    // Nobody to tell.
  }
}
