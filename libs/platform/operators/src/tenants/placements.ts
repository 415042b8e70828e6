import type { MoveReport, MoveSteps } from '@madang/platform-tenancy';

/** The databases tenants can lie in, by name. */
export abstract class Placements {
  abstract names(): string[];
  /** Size of one tenant's tables in its database. */
  abstract size(placement: string, schema: string): Promise<{ rows: number; bytes: number }>;
  /** Copies a tenant to another database and turns it over; whoever writes waits, nothing is lost. */
  abstract move(slug: string, to: string, actor: string, steps: MoveSteps): Promise<MoveReport>;
  /** Has a move given up; the tenant stays where it was. @throws TenancyError not_moving */
  abstract stop(slug: string, actor: string): Promise<void>;
  /** Ends the moves whose process died. @returns how many */
  abstract settle(): Promise<number>;
}
