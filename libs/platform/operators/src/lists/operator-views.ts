import { Injectable } from '@nestjs/common';
import { missing, newId, type SavedView, type SavedViewInput } from '@madang/kernel';
import { PlatformDatabase } from '@madang/platform-tenancy';
import { operator, operatorContext } from '../operator-context.js';

/** Views of a list are mine, or shared with everybody who runs the installation. */
@Injectable()
export class OperatorViews {
  constructor(private readonly platform: PlatformDatabase) {}

  async list(screen: string): Promise<SavedView[]> {
    return this.platform.rows<SavedView & Record<string, unknown>>(
      `SELECT id, name, search, shared, operator_id = $1 AS mine FROM platform.operator_views
        WHERE screen = $2 AND (operator_id = $1 OR shared) ORDER BY operator_id <> $1, created_at, id LIMIT 100`,
      [operator().id, screen],
    );
  }

  /** Keeps a view under a name; the same name again replaces it. @returns its id */
  async save(input: SavedViewInput): Promise<string> {
    const [row] = await this.platform.rows<{ id: string }>(
      `INSERT INTO platform.operator_views (id, operator_id, screen, name, search, shared, created_at) VALUES ($1, $2, $3, $4, $5, $6, $7)
       ON CONFLICT (operator_id, screen, name) DO UPDATE SET search = excluded.search, shared = excluded.shared RETURNING id`,
      [newId(), operator().id, input.screen, input.name, input.search ?? '', input.shared, operatorContext().now()],
    );
    return row!.id;
  }

  /** Forgets a view of mine. */
  async remove(id: string): Promise<void> {
    const done = await this.platform.run(
      'DELETE FROM platform.operator_views WHERE id::text = $1 AND operator_id = $2',
      [id, operator().id],
    );
    if (done === 0) throw missing('view_missing');
  }
}
