import type { PostgresServer } from './embedded-postgres.mjs';

export function startTestPostgres(cacheDir: string, settings?: Record<string, string>): Promise<PostgresServer>;
