import { Injectable } from '@nestjs/common';
import { demand, invalid, tenant } from '@madang/kernel';
import { SiteReader } from '../site.reader.js';
import { readPreset } from './folder.js';
import { TenantFiles, type Applied } from './tenant-files.service.js';

/** Where presets lie, and which there are. The server binds it; a program that binds none has none. */
@Injectable()
export class PresetShelf {
  readonly folder: string = '';
  readonly names: readonly string[] = [];
}

/** Furnishing a site that already stands: places, boards, pages, menu, home and words of a preset. */
@Injectable()
export class Presets {
  constructor(
    private readonly shelf: PresetShelf,
    private readonly site: SiteReader,
    private readonly files: TenantFiles,
  ) {}

  /** Presets one can choose from. */
  names(): readonly string[] {
    demand('design', 'Site');
    return this.shelf.names;
  }

  /**
   * Brings the site to what a preset says; its name, slogan and operator stay. What an earlier preset brought and this
   * one does not name is archived, nothing people wrote is removed.
   */
  async apply(name: string): Promise<Applied> {
    demand('design', 'Site');
    demand('manage', 'Space', {});
    if (!this.shelf.names.includes(name)) throw invalid('invalid_input', [{ field: 'name', code: 'choice' }]);
    const shell = await this.site.shell();
    const here = tenant();
    const folder = await readPreset(this.shelf.folder, {
      slug: here.slug,
      name: shell.name,
      slogan: Object.keys(shell.slogan).length > 0 ? shell.slogan : shell.name,
      locale: here.locale,
      locales: here.locales,
      timeZone: here.timeZone,
      operator: shell.operator,
      preset: name,
    });
    return this.files.apply(folder);
  }
}
