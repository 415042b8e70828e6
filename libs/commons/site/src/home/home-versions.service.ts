import { Injectable } from '@nestjs/common';
import { db, demand, missing } from '@madang/kernel';
import { record } from '@madang/commons-audit';
import { difference, type Stretch } from '../difference.js';
import { readBlocks, type StoredBlock } from '../home.blocks.js';
import { same } from '../revision.js';
import { Site } from '../site.service.js';
import { blocksAsText } from './blocks-as-text.js';

/** What the home page was made of at a time. */
export interface HomeVersion {
  version: number;
  blocks: StoredBlock[];
  createdAt: Date;
  createdBy: string | null;
  /** Whether the page is made of just this now. */
  current: boolean;
}

/** The history of the home page: kept with each publishing, compared, and brought back. */
@Injectable()
export class HomeVersions {
  constructor(private readonly site: Site) {}

  /** Versions, newest first; at most 50. */
  async list(): Promise<HomeVersion[]> {
    demand('design', 'Site');
    const [rows, stored] = await Promise.all([db().rows<Omit<HomeVersion, 'current'>>(LIST), readBlocks()]);
    const current = rows.findIndex(({ blocks }) => same(blocks, stored));
    return rows.map((row, index) => ({ ...row, current: index === current }));
  }

  /** What changed from one version to another, in one language. @throws DomainError missing */
  async compare(from: number, to: number, locale: string): Promise<Stretch[][]> {
    demand('design', 'Site');
    const [one, other] = [await this.blocksOf(from), await this.blocksOf(to)];
    return difference(blocksAsText(one, locale), blocksAsText(other, locale));
  }

  /**
   * Publishes what a version was made of once more.
   * @throws DomainError conflict changed_meanwhile when the page has moved on, invalid when the site no longer has what a block shows
   */
  async rollBack(version: number, revision?: string): Promise<boolean> {
    demand('design', 'Site');
    const blocks = await this.blocksOf(version);
    const changed = await this.site.saveHomeBlocks(
      blocks.map(({ type, enabled, settings }) => ({ ...settings, type, enabled })),
      revision,
    );
    if (changed) await record('site.home_rolled_back', 'site', 'home', undefined, { version });
    return changed;
  }

  private async blocksOf(version: number): Promise<StoredBlock[]> {
    const row = await db().row<{ blocks: StoredBlock[] }>('SELECT blocks FROM home_versions WHERE version = $1', [
      version,
    ]);
    if (!row) throw missing('home_version_missing');
    return row.blocks;
  }
}

const LIST = `SELECT v.version, v.blocks, v.created_at AS "createdAt", p.display_name AS "createdBy"
  FROM home_versions v LEFT JOIN people p ON p.id = v.created_by ORDER BY v.version DESC LIMIT 50`;
