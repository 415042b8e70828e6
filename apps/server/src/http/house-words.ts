import { context, inUnit, type TenantDatabase } from '@madang/kernel';
import { SiteWords } from '@madang/portal';
import type { Words } from '@madang/theming';
import type { Faces } from './faces.js';

/** The words of the current tenant, its own terms and texts over the house's. */
export class HouseWords extends SiteWords {
  constructor(
    private readonly faces: () => Faces,
    private readonly database: TenantDatabase,
  ) {
    super();
  }

  override async in(locale: string): Promise<Words> {
    const { looks } = this.faces();
    const look =
      looks.known() ?? (context().unit ? await looks.load() : await inUnit(this.database, true, () => looks.load()));
    return look.messages.for(locale, context().tenant.timeZone);
  }
}
