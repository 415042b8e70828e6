import { Injectable } from '@nestjs/common';
import { db, demand, now, tenant } from '@madang/kernel';
import { record } from '@madang/commons-audit';
import { today } from '@madang/commons-spaces';
import { SiteChanges } from '../site-changes.js';
import { Site } from '../site.service.js';
import type { SiteKey } from '../site.values.js';
import { readDayZero } from './days.js';
import type { TenantFolder } from './folder.js';
import { applyPages } from './page-rows.js';
import { applyPlaces, letGo } from './place-rows.js';

/** What applying a folder did: what differs now, and what was kept although the folder says otherwise. */
export interface Applied {
  changes: string[];
  kept: string[];
}

/** Brings a tenant to what its folder says. Name, hosts and languages belong to the platform, not to this. */
@Injectable()
export class TenantFiles {
  constructor(
    private readonly site: Site,
    private readonly changes: SiteChanges,
  ) {}

  /**
   * Applies a checked folder in the current unit of work: creates what is missing, changes what
   * differs, archives what an earlier application brought and the folder no longer names. A second
   * run changes nothing.
   */
  async apply(folder: TenantFolder): Promise<Applied> {
    demand('design', 'Site');
    const dayZero = (await readDayZero()) ?? (await this.begin());
    const done: Applied = { changes: [], kept: [] };
    const { tenant: about } = folder;
    const values: [SiteKey, unknown][] = [
      ['name', about.name],
      ['slogan', about.slogan],
      ['theme', folder.theme],
      ['glossary', about.words.glossary],
      ['overrides', about.words.texts],
      ['operator', about.operator],
      ...(about.promise ? [['promise', about.promise] as [SiteKey, unknown]] : []),
    ];
    for (const [key, value] of values) if (await this.site.setValue(key, value)) done.changes.push(`value ${key}`);
    done.changes.push(...(await applyPlaces(folder, dayZero)));
    const pages = await applyPages(folder.pages, dayZero, tenant().timeZone);
    done.changes.push(...pages.changes);
    done.kept.push(...pages.kept);
    if (await this.site.saveMenu(folder.menu)) done.changes.push('menu');
    if (await this.site.saveHomeBlocks(folder.blocks)) done.changes.push('home');
    done.changes.push(...(await letGo(folder)));
    if (done.changes.length > 0) {
      await record('site.files_applied', 'site', null, undefined, { changes: done.changes.slice(0, 200) });
      await this.changes.note('changed', { key: 'files' });
    }
    return done;
  }

  private async begin(): Promise<string> {
    const day = today();
    await db().run(`INSERT INTO site_values (key, value, changed_at) VALUES ('day_zero', $1, $2)`, [
      JSON.stringify(day),
      now(),
    ]);
    return day;
  }
}
