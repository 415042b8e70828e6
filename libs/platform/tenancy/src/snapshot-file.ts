import { createHash } from 'node:crypto';
import type { Migration } from '@madang/kernel';

const MARK = /^\/\* Tenant schema, version (\d+), of migrations ([0-9a-f]{64})\b/;

/** A hash over the whole history: any amended statement changes it. */
export function migrationsDigest(migrations: readonly Migration[]): string {
  const sorted = [...migrations].sort((a, b) => a.version - b.version);
  return createHash('sha256')
    .update(JSON.stringify(sorted.map((m) => [m.version, m.statements])))
    .digest('hex');
}

/** The text of a snapshot file: the statements, and of which migrations they are the sum. */
export function writeSnapshot(statements: readonly string[], migrations: readonly Migration[]): string {
  const version = Math.max(0, ...migrations.map((m) => m.version));
  const mark =
    `/* Tenant schema, version ${version}, of migrations ${migrationsDigest(migrations)}.\n` +
    `   A generated file: npm run madang -- schema snapshot. Made by replaying every migration and reading the catalogue. */`;
  return `${mark}\n${statements.join(';\n\n')};\n`;
}

/**
 * Whether snapshot statements (as read from the file) are the sum of exactly these migrations. A stale
 * snapshot would make tenants that claim a version they do not have; provisioning then replays instead.
 */
export function isSnapshotOf(statements: readonly string[] | undefined, migrations: readonly Migration[]): boolean {
  return MARK.exec(statements?.[0] ?? '')?.[2] === migrationsDigest(migrations);
}
