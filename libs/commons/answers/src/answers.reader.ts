import { Injectable } from '@nestjs/common';
import { context, db } from '@madang/kernel';
import type { Answer, Assignment, Progress } from './answers.types.js';

/** What became of an item: who is in charge, the answer, the reports. */
export interface Outcome {
  assignment: Assignment | null;
  answer: Answer | null;
  progress: Progress[];
}

const WORD = `coalesce(d.name ->> $2, d.name ->> 'ko', d.name ->> 'en')`;

@Injectable()
export class AnswersReader {
  /** All of it, in one statement. */
  async outcome(subjectId: string): Promise<Outcome> {
    const row = await db().row<Outcome>(
      `SELECT
        (SELECT json_build_object('department', ${WORD}, 'officer', o.display_name, 'contact', coalesce(d.contact, ''), 'dueOn', a.due_on,
            'assignedAt', a.assigned_at, 'officerId', a.officer_id, 'departmentId', a.department_id)
           FROM assignments a LEFT JOIN departments d ON d.id = a.department_id LEFT JOIN people o ON o.id = a.officer_id
          WHERE a.subject_id = $1 AND a.ended_at IS NULL) AS assignment,
        (SELECT json_build_object('id', w.id, 'kind', w.kind, 'body', w.body, 'reason', w.reason, 'nextStep', w.next_step, 'budget', w.budget,
            'promisedOn', w.promised_on, 'department', ${WORD}, 'officer', o.display_name, 'contact', coalesce(d.contact, ''),
            'publishedAt', w.published_at, 'editedAt', w.edited_at)
           FROM answers w LEFT JOIN departments d ON d.id = w.department_id LEFT JOIN people o ON o.id = w.officer_id
          WHERE w.subject_id = $1 AND w.published_at IS NOT NULL) AS answer,
        coalesce((SELECT json_agg(json_build_object('id', g.id, 'status', g.status, 'body', g.body, 'nextReportOn', g.next_report_on, 'at', g.at) ORDER BY g.at DESC)
           FROM progress g WHERE g.subject_id = $1), '[]') AS progress`,
      [subjectId, context().locale],
    );
    return row!;
  }

  /** Departments and their officers, for the form that assigns. */
  async staff(): Promise<{
    departments: { id: string; name: string }[];
    officers: { id: string; name: string; department: string | null }[];
  }> {
    const row = await db().row<{
      departments: { id: string; name: string }[];
      officers: { id: string; name: string; department: string | null }[];
    }>(
      `SELECT coalesce((SELECT json_agg(json_build_object('id', d.id, 'name', coalesce(d.name ->> $1, d.name ->> 'ko')) ORDER BY d.position) FROM departments d), '[]') AS departments,
              coalesce((SELECT json_agg(json_build_object('id', p.id, 'name', p.display_name, 'department', coalesce(d.name ->> $1, d.name ->> 'ko')) ORDER BY d.position, p.display_name)
                FROM people p LEFT JOIN departments d ON d.id = p.department_id WHERE p.role IN ('officer', 'administrator') AND p.state = 'active'), '[]') AS officers`,
      [context().locale],
    );
    return row!;
  }
}
