import { fileURLToPath } from 'node:url';

/** Folder of the tenants that are described by files; part of the installation. */
export const tenantsDir = (): string => fileURLToPath(new URL('../../../tenants', import.meta.url));
