/** How a unit of work is fenced: by a role and a search path, or (Citus, some poolers) by the path alone. */
export type Isolation = 'role' | 'path';

/** A tenant as everything outside the platform half sees it. Immutable; a change makes a new one. */
export interface Tenant {
  id: string;
  /** Opaque name of the PostgreSQL schema, and of the role of the same name. Never shown, never in SQL text. */
  schema: string;
  slug: string;
  name: Record<string, string>;
  /** Default language of the site, BCP 47. */
  locale: string;
  locales: string[];
  /** IANA name; every date a person reads is in it. */
  timeZone: string;
  state: 'provisioning' | 'active' | 'suspended' | 'archived';
  schemaVersion: number;
  /** Which database the schema lives in: `main`, or one that the configuration names. */
  placement: string;
  /** While it is copied to another database nothing of it may be written. */
  moving: boolean;
  /** Changes with every change of the tenant's settings or look; part of cache keys. */
  revision: number;
  primaryHost: string;
}

const SCHEMA = /^t_[0-9]{6,12}$/;

/** Refuses anything but our own opaque schema names before it may stand in an opening message. */
export function assertSchemaName(name: string): string {
  if (!SCHEMA.test(name)) throw new Error(`not a tenant schema name: ${JSON.stringify(name)}`);
  return name;
}
