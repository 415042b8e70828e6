/** What one connection's backend may hold of tenants before something is forgotten. */
export interface BackendMemory {
  /** Prepared statements; the one used longest ago is deallocated for the next. */
  statements: number;
  /** Tenants it has met. PostgreSQL never forgets a table it has seen: beyond this the connection is made anew. */
  tenants: number;
}

/** MB of the usual limit of one backend. */
export const BACKEND_MB = 192;

/** KB of a prepared statement of a list with its plan, and of the catalogue of the tables that a tenant's usual pages touch. */
const STATEMENT_KB = 120;
const TENANT_KB = 400;

/** Shares so much memory out, half to prepared statements and half to the catalogues of tenants. */
export function backendMemory(megabytes: number): BackendMemory {
  const half = (megabytes * 1024) / 2;
  return { statements: Math.floor(half / STATEMENT_KB), tenants: Math.floor(half / TENANT_KB) };
}
