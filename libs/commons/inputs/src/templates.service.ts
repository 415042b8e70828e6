import { Injectable } from '@nestjs/common';
import { actor, conflict, db, demand, invalid, may, missing, newId, now, readInput } from '@madang/kernel';
import { record } from '@madang/commons-audit';
import type { AnswerKind } from '@madang/commons-answers';
import { SaveTemplateInput } from './drafts.inputs.js';

export interface TemplateRow {
  id: string;
  revision: number;
  name: string;
  kind: AnswerKind;
  body: string;
  reason: string;
  nextStep: string;
  departmentId: string | null;
}

/** Texts officers begin an answer with: everybody's, and those of one department. */
@Injectable()
export class AnswerTemplates {
  /** Templates the actor may use: everybody's and their department's; approvers everywhere see all. At most 200. */
  async list(): Promise<TemplateRow[]> {
    demand('read', 'Input');
    return db().rows<TemplateRow>(
      `SELECT id, revision, name, kind, body, reason, next_step AS "nextStep", department_id AS "departmentId" FROM answer_templates
        WHERE department_id IS NULL OR department_id = $1::uuid OR $2::boolean ORDER BY name, id LIMIT 200`,
      [actor().departmentId, may('approve', 'Answer', {})],
    );
  }

  /** Makes a template or changes one. @returns its id */
  async save(raw: SaveTemplateInput): Promise<string> {
    const input = readInput(SaveTemplateInput, raw);
    this.demandKeeper(input.departmentId ?? null);
    if (!input.kind) throw invalid('invalid_input', [{ field: 'kind', code: 'required' }]);
    if (!input.body) throw invalid('invalid_input', [{ field: 'body', code: 'required' }]);
    const values = [
      input.name,
      input.kind,
      input.body,
      input.reason ?? '',
      input.nextStep ?? '',
      input.departmentId ?? null,
    ];
    if (!input.id) {
      const id = newId();
      await db().run(
        `INSERT INTO answer_templates (name, kind, body, reason, next_step, department_id, id, created_at) VALUES ($1, $2, $3, $4, $5, $6, $7, $8)`,
        [...values, id, now()],
      );
      await record('answers.template_made', 'answer_template', id);
      return id;
    }
    this.demandKeeper(await this.departmentOf(input.id));
    const done = await db().run(
      `UPDATE answer_templates SET name = $1, kind = $2, body = $3, reason = $4, next_step = $5, department_id = $6, revision = revision + 1
        WHERE id = $7 AND revision = $8`,
      [...values, input.id, input.revision ?? 0],
    );
    if (done === 0) throw conflict('changed_meanwhile');
    await record('answers.template_changed', 'answer_template', input.id);
    return input.id;
  }

  /** Throws a template away. */
  async remove(id: string): Promise<void> {
    this.demandKeeper(await this.departmentOf(id));
    await db().run('DELETE FROM answer_templates WHERE id = $1', [id]);
    await record('answers.template_removed', 'answer_template', id);
  }

  private async departmentOf(id: string): Promise<string | null> {
    const row = await db().row<{ departmentId: string | null }>(
      'SELECT department_id AS "departmentId" FROM answer_templates WHERE id = $1',
      [id],
    );
    if (!row) throw missing('template_missing');
    return row.departmentId;
  }

  /** Officers keep their department's, approvers of the whole site keep all. */
  private demandKeeper(departmentId: string | null): void {
    if (departmentId !== null && departmentId === actor().departmentId) return;
    demand('approve', 'Answer', {});
  }
}
