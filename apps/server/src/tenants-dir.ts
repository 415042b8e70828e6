import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

/** Folder with one folder per tenant and the presets; part of the repository. */
export const TENANTS_DIR = fileURLToPath(new URL('../../../tenants', import.meta.url));

/** What a site can be furnished with. */
export const PRESETS = { folder: join(TENANTS_DIR, 'presets'), names: ['district', 'ngo', 'coop', 'blank'] } as const;
