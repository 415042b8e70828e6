/** A visit as the tenant's half needs it. */
export interface VisitOrder {
  id: string;
  operator: string;
  reason: string;
  onBehalfOf: string | null;
  mayWrite: boolean;
  minutes: number;
}

/** The door of the tenants' half through which support goes in. */
export abstract class VisitDoor {
  /** Opens a visit at a tenant, in its own tables. @returns the secret of the link */
  abstract open(tenantId: string, order: VisitOrder): Promise<string>;
  /** Ends it there. */
  abstract end(tenantId: string, visitId: string): Promise<void>;
}
