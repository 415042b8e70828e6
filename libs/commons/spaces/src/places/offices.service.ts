import { Injectable } from '@nestjs/common';
import { conflict, db, demand, inLanguage, invalid, newId, readInput } from '@madang/kernel';
import { record } from '@madang/commons-audit';
import { fitTexts, freeSlug, slugOf } from '../texts.js';
import { OrderInput, SaveCategoryInput, SaveDepartmentInput } from './places.inputs.js';

// One constant statement per kind of thing that has an order; what is archived has none.
const READ: Record<OrderInput['what'], string> = {
  spaces: 'SELECT id FROM spaces WHERE archived_at IS NULL ORDER BY position, slug LIMIT 300',
  categories: 'SELECT id FROM categories ORDER BY position, slug LIMIT 300',
  departments: 'SELECT id FROM departments ORDER BY position, slug LIMIT 300',
};
const WRITE: Record<OrderInput['what'], string> = {
  spaces: 'UPDATE spaces t SET position = o.n FROM unnest($1::uuid[]) WITH ORDINALITY AS o(id, n) WHERE t.id = o.id',
  categories:
    'UPDATE categories t SET position = o.n FROM unnest($1::uuid[]) WITH ORDINALITY AS o(id, n) WHERE t.id = o.id',
  departments:
    'UPDATE departments t SET position = o.n FROM unnest($1::uuid[]) WITH ORDINALITY AS o(id, n) WHERE t.id = o.id',
};

/** Categories people choose from, departments that answer, and the order of things. */
@Injectable()
export class Offices {
  /** Makes a category or changes one. @returns its id */
  async saveCategory(raw: SaveCategoryInput): Promise<string> {
    demand('manage', 'Space', {});
    const input = readInput(SaveCategoryInput, raw);
    if (input.departmentId) await this.demandDepartment(input.departmentId);
    if (!input.id) {
      const name = fitTexts(input.name, 'name', 120, true);
      const taken = (await db().rows<{ slug: string }>('SELECT slug FROM categories')).map((row) => row.slug);
      const id = newId();
      await db().run(
        `INSERT INTO categories (id, slug, name, department_id, active, position)
         VALUES ($1, $2, $3, $4, $5, (SELECT coalesce(max(position) + 1, 0) FROM categories))`,
        [
          id,
          freeSlug(slugOf(name['en'] ?? inLanguage(name)) || 'category', taken),
          name,
          input.departmentId ?? null,
          input.active ?? true,
        ],
      );
      await record('categories.created', 'category', id);
      return id;
    }
    const changed = await db().run(
      `UPDATE categories SET revision = revision + 1, name = coalesce($3, name), department_id = CASE WHEN $4 THEN $5::uuid ELSE department_id END,
         active = coalesce($6, active) WHERE id = $1 AND revision = $2`,
      [
        input.id,
        input.revision ?? 0,
        input.name === undefined ? null : fitTexts(input.name, 'name', 120, true),
        raw.departmentId !== undefined,
        input.departmentId ?? null,
        input.active ?? null,
      ],
    );
    if (changed === 0) throw conflict('changed_meanwhile');
    await record('categories.edited', 'category', input.id);
    return input.id;
  }

  /** Makes a department or changes one. @returns its id */
  async saveDepartment(raw: SaveDepartmentInput): Promise<string> {
    demand('manage', 'Space', {});
    const input = readInput(SaveDepartmentInput, raw);
    if (input.approverId) await this.demandStaff(input.approverId);
    if (!input.id) {
      const name = fitTexts(input.name, 'name', 120, true);
      const taken = (await db().rows<{ slug: string }>('SELECT slug FROM departments')).map((row) => row.slug);
      const id = newId();
      await db().run(
        `INSERT INTO departments (id, slug, name, contact, approver_id, position)
         VALUES ($1, $2, $3, $4, $5, (SELECT coalesce(max(position) + 1, 0) FROM departments))`,
        [
          id,
          freeSlug(slugOf(name['en'] ?? inLanguage(name)) || 'department', taken),
          name,
          input.contact ?? '',
          input.approverId ?? null,
        ],
      );
      await record('departments.created', 'department', id);
      return id;
    }
    const changed = await db().run(
      `UPDATE departments SET revision = revision + 1, name = coalesce($3, name), contact = coalesce($4, contact),
         approver_id = CASE WHEN $5 THEN $6::uuid ELSE approver_id END WHERE id = $1 AND revision = $2`,
      [
        input.id,
        input.revision ?? 0,
        input.name === undefined ? null : fitTexts(input.name, 'name', 120, true),
        raw.contact === undefined ? null : (input.contact ?? ''),
        raw.approverId !== undefined,
        input.approverId ?? null,
      ],
    );
    if (changed === 0) throw conflict('changed_meanwhile');
    await record('departments.edited', 'department', input.id);
    return input.id;
  }

  /**
   * Puts spaces, categories or departments into an order.
   * @throws DomainError changed_meanwhile when they no longer stand as they were read, invalid unless each of them is named
   */
  async order(raw: OrderInput): Promise<void> {
    demand('manage', 'Space', {});
    const { what, was, ids } = readInput(OrderInput, raw);
    // One order at a time: whoever comes second reads what the first one wrote.
    await db().run(`SELECT pg_advisory_xact_lock(hashtextextended(current_schema() || ' order of ' || $1, 0))`, [what]);
    const stored = (await db().rows<{ id: string }>(READ[what]!)).map(({ id }) => id);
    if (stored.join() !== was.join()) throw conflict('changed_meanwhile');
    if (ids.length !== stored.length || !stored.every((id) => ids.includes(id)))
      throw invalid('invalid_input', [{ field: 'ids', code: 'choice' }]);
    await db().run(WRITE[what]!, [ids]);
    await record(`${what}.ordered`, 'site', what);
  }

  private async demandDepartment(id: string): Promise<void> {
    if (!(await db().row('SELECT 1 FROM departments WHERE id = $1', [id])))
      throw invalid('invalid_input', [{ field: 'departmentId', code: 'choice' }]);
  }

  private async demandStaff(id: string): Promise<void> {
    if (!(await db().row(`SELECT 1 FROM people WHERE id = $1 AND state = 'active' AND role <> 'member'`, [id])))
      throw invalid('invalid_input', [{ field: 'approverId', code: 'choice' }]);
  }
}
