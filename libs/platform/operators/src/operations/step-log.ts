import { DomainError, PlacementUnavailable } from '@madang/kernel';
import { TenancyError, type PlatformDatabase } from '@madang/platform-tenancy';

/** The log an operation writes while it runs; every line is readable at once. */
export class StepLog {
  private position = 0;

  constructor(
    private readonly platform: PlatformDatabase,
    readonly operationId: string,
  ) {}

  /** Runs a step; a text it returns is shown beside it, or what `wordsFor` says of its error. */
  async step<T>(
    name: string,
    work: () => Promise<T>,
    tell?: (result: T) => string | undefined,
    wordsFor: (error: unknown) => string = wordsOf,
  ): Promise<T> {
    const position = (this.position += 1);
    await this.platform.run(
      `INSERT INTO platform.operation_steps (operation_id, position, name, state, started_at) VALUES ($1, $2, $3, 'running', clock_timestamp())`,
      [this.operationId, position, name],
    );
    try {
      const result = await work();
      const told = tell ? tell(result) : typeof result === 'string' ? result : undefined;
      await this.end(position, 'done', told);
      return result;
    } catch (error) {
      await this.end(position, 'failed', wordsFor(error));
      throw error;
    }
  }

  /** Says how far the step under way is. */
  async progress(detail: string): Promise<void> {
    await this.platform.run(
      `UPDATE platform.operation_steps SET detail = $3 WHERE operation_id = $1 AND position = $2 AND state = 'running'`,
      [this.operationId, this.position, detail.slice(0, 500)],
    );
  }

  private async end(position: number, state: 'done' | 'failed', detail?: string): Promise<void> {
    await this.platform.run(
      `UPDATE platform.operation_steps SET state = $3, detail = coalesce($4, detail), ended_at = clock_timestamp()
        WHERE operation_id = $1 AND position = $2`,
      [this.operationId, position, state, detail?.slice(0, 2000) ?? null],
    );
  }
}

/** What an operator may read of an error: messages meant for them, and the database's own words; never a stack. */
export function wordsOf(error: unknown): string {
  if (error instanceof TenancyError || error instanceof PlacementUnavailable) return error.message;
  if (error instanceof DomainError)
    return [error.code, ...error.fields.map(({ field, code }) => `${field}: ${code}`)].join(', ');
  return error instanceof Error ? error.message.slice(0, 500) : 'unknown';
}
