import { existsSync } from 'node:fs';
import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { Injectable } from '@nestjs/common';
import { conflict, db, demand, missing, tenant } from '@madang/kernel';
import { record } from '@madang/commons-audit';
import { demandActivities } from '@madang/commons-spaces';
import { Site } from '../site.service.js';
import type { SiteValue } from '../site.values.js';
import { readPreset } from './folder.js';
import { activitiesOf } from './place-rows.js';
import { TenantFiles, type Applied } from './tenant-files.service.js';

/** Where the presets of the installation lie; the server gives it. */
@Injectable()
export class PresetFolder {
  readonly path: string = '';
}

/** Begins a blank site from a preset, from the console: what the operator's command does with files. */
@Injectable()
export class Presets {
  constructor(
    private readonly folder: PresetFolder,
    private readonly files: TenantFiles,
    private readonly site: Site,
  ) {}

  /** Names of the presets there are. */
  async names(): Promise<string[]> {
    demand('design', 'Site');
    const { path } = this.folder;
    if (!path || !existsSync(path)) return [];
    const entries = await readdir(path, { withFileTypes: true });
    return entries
      .filter((entry) => entry.isDirectory() && existsSync(join(path, entry.name, 'home.json')))
      .map((entry) => entry.name)
      .sort();
  }

  /**
   * Applies a preset to a site that has nothing yet.
   * @throws DomainError conflict site_not_blank where spaces, pages, blocks or a menu exist
   */
  async apply(name: string): Promise<Applied> {
    demand('design', 'Site');
    if (!(await this.names()).includes(name)) throw missing('preset_missing');
    const { slug, name: called, locale, locales, timeZone } = tenant();
    const known = async <K extends 'name' | 'slogan' | 'operator'>(key: K): Promise<SiteValue<K> | undefined> =>
      ((await this.site.value(key)) as SiteValue<K> | null) ?? undefined;
    const [own, slogan, operator] = [await known('name'), await known('slogan'), await known('operator')];
    const blank = await db().row<{ blank: boolean }>(BLANK);
    if (!blank?.blank) throw conflict('site_not_blank');
    const folder = await readPreset(this.folder.path, {
      slug,
      name: own ?? called,
      slogan: slogan ?? { [locale]: '' },
      operator: operator ?? { name: called },
      locale,
      locales,
      timeZone,
      preset: name,
    });
    await demandActivities(activitiesOf(folder).length);
    const applied = await this.files.apply(folder);
    await record('site.preset_applied', 'site', name);
    return applied;
  }
}

const BLANK = `SELECT NOT EXISTS (SELECT 1 FROM spaces) AND NOT EXISTS (SELECT 1 FROM pages) AND NOT EXISTS (SELECT 1 FROM home_blocks)
  AND NOT EXISTS (SELECT 1 FROM menu_items) AS blank`;
