import { fileURLToPath } from 'node:url';

/** Folder with one folder per tenant and the presets; part of the repository. */
export const TENANTS_DIR = fileURLToPath(new URL('../../../tenants', import.meta.url));
