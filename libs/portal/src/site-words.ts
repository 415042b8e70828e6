import { Injectable } from '@nestjs/common';
import type { Words } from '@madang/theming';

/**
 * The current tenant's words in any language, for whatever is said outside a page: sentences of the
 * API, previews. The server binds it; a program that binds none can start and fails where it would have to speak.
 */
@Injectable()
export class SiteWords {
  in(_locale: string): Promise<Words> {
    throw new Error('no words are bound: see apps/server/src/bindings.ts');
  }
}
