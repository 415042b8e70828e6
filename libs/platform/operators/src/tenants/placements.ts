/** The databases tenants can lie in, by name. */
export abstract class Placements {
  abstract names(): string[];
  /** Size of one tenant's tables in its database. */
  abstract size(placement: string, schema: string): Promise<{ rows: number; bytes: number }>;
  /** Copies a tenant to another database and turns it over; readers wait, nothing is lost. @returns what was moved */
  abstract move(slug: string, to: string, tell: (what: string) => Promise<void>): Promise<object>;
}
