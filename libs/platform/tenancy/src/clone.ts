import { join } from 'node:path';
import type { TableClasses } from './column-classes.js';
import { exportLines } from './export.js';
import { importTenant, type ImportReport } from './import.js';
import type { PlatformDatabase } from './platform-database.js';
import type { Provisioning } from './provisioning.js';

export interface CloneOptions {
  actor: string;
  filesDir: string;
  /** Folder with a theme folder per tenant id. */
  themesDir?: string;
  /** The theme folder of the first. */
  theme?: string;
  name?: Record<string, string>;
  /** Only how the site is arranged: no people, nothing they wrote, no files. */
  withoutPeople?: boolean;
  /** Database the second shall lie in; that of the first where absent. */
  placement?: string;
  classes?: Readonly<Record<string, TableClasses>>;
}

/** Makes a second tenant like this one under another slug: an export read by an import while it is written. */
export async function cloneTenant(
  provisioning: Provisioning,
  platform: PlatformDatabase,
  slug: string,
  to: string,
  options: CloneOptions,
): Promise<ImportReport> {
  const [row] = await platform.rows<{ id: string; placement: string }>(
    'SELECT id, placement FROM platform.tenants WHERE slug = $1',
    [slug],
  );
  const lines = exportLines(provisioning, platform, slug, {
    people: !options.withoutPeople,
    ...(options.classes ? { classes: options.classes } : {}),
    folders: {
      ...(row ? { files: join(options.filesDir, row.id) } : {}),
      ...(options.theme ? { theme: options.theme } : {}),
    },
  });
  return importTenant(provisioning, lines, {
    actor: options.actor,
    filesDir: options.filesDir,
    themesDir: options.themesDir,
    slug: to,
    copy: true,
    name: options.name,
    withoutHosts: true,
    placement: options.placement ?? row?.placement,
  });
}
