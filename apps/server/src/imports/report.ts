import { inContext, inUnit, newContext, SYSTEM, type Tenant } from '@madang/kernel';
import type { Program } from '../program.js';
import type { Source } from './lines.js';

/** What imports need of the program. */
export type Yard = Pick<Program, 'registry' | 'database'>;

/** How far an import has come, for a progress line. */
export interface Progress {
  stage: 'projects' | 'statements' | 'votes' | 'counts';
  rows: number;
  /** Part of the bytes of all files that is read, 0 to 1. */
  share: number;
}

export interface ImportOptions {
  /** Slug of the tenant. */
  tenant: string;
  /** Slug of the space; the one of the whole site where absent. */
  space?: string;
  /** Slug of the process; made from the name of the file where absent. The same slug is the same import. */
  process?: string;
  /** Lists up to a hundred bad rows instead of ending at the first. */
  allProblems?: boolean;
  onProgress?: (progress: Progress) => void;
}

/** What an import did. */
export interface ImportReport {
  tenant: string;
  space: string;
  process: string;
  /** Path of the list of what was brought in. */
  path: string;
  /** Rows of the file that stand in the tenant now. */
  found: { proposals: number; people: number; marks: number };
  /** Those of them that this run added: all at first, none when it is run again. */
  added: { proposals: number; people: number; marks: number };
  /** Rows that have no counterpart here, by what they are. */
  left: Record<string, number>;
  milliseconds: number;
}

/** @throws Error when there is no such tenant, or it is not active */
export async function tenantOf(program: Yard, slug: string): Promise<Tenant> {
  const tenant = await program.registry.get({ slug });
  if (!tenant) throw new Error(`there is no tenant ${slug}`);
  if (tenant.state !== 'active') throw new Error(`tenant ${slug} is ${tenant.state}`);
  return tenant;
}

/** Runs a whole import as the system, in one transaction: everything of a file, or nothing. */
export function inOneUnit<T>(program: Yard, tenant: Tenant, work: () => Promise<T>): Promise<T> {
  return inContext(newContext(tenant, { actor: SYSTEM, requestId: 'import' }), () =>
    inUnit(program.database, false, work),
  );
}

export const shareOf = (sources: readonly Source[]): number => {
  const total = sources.reduce((sum, source) => sum + source.total, 0);
  return total === 0 ? 1 : sources.reduce((sum, source) => sum + source.read, 0) / total;
};
