import { Injectable } from '@nestjs/common';
import { db, publish, tenant } from '@madang/kernel';

/** Tells the program that a site looks different now, so that what is cached of it is forgotten everywhere. */
@Injectable()
export class SiteChanges {
  private readonly watchers: ((tenantId: string) => Promise<void> | void)[] = [];

  /** Calls back after the commit of every change; the program lets go of cached shells here. */
  watch(watcher: (tenantId: string) => Promise<void> | void): void {
    this.watchers.push(watcher);
  }

  /** Notes a change of the current tenant's site in the current unit of work. */
  async note(what: string, data: Record<string, unknown> = {}): Promise<void> {
    const { id } = tenant();
    await publish({ name: `site.${what}`, data });
    db().afterCommit(async () => {
      for (const watcher of this.watchers) await watcher(id);
    });
  }
}
