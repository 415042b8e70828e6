import { Injectable } from '@nestjs/common';
import { db, demand, may } from '@madang/kernel';
import { designs } from '../processes/design.reader.js';
import type { Cover } from './covers.js';
import type { Words } from '../spaces.reader.js';

export interface PlaceRow {
  id: string;
  revision: number;
  slug: string;
  kind: string;
  name: Words;
  summary: Words;
  visibility: string;
  joining: string;
  cover: Cover | null;
  memberCount: number;
  archivedAt: Date | null;
  processes: number;
  activities: PlaceActivityRow[];
}

export interface PlaceActivityRow {
  id: string;
  revision: number;
  method: string;
  slug: string;
  title: Words;
  summary: Words;
  settings: Record<string, unknown>;
  stateWords: Record<string, Words>;
  state: string;
}

export interface CategoryRow {
  id: string;
  revision: number;
  slug: string;
  name: Words;
  departmentId: string | null;
  active: boolean;
  inputs: number;
}

export interface DepartmentRow {
  id: string;
  revision: number;
  slug: string;
  name: Words;
  contact: string;
  approverId: string | null;
  approver: string | null;
  officers: { id: string; name: string }[];
}

/** Places, categories and departments as those who keep them see them: all languages, the archived ones too. */
@Injectable()
export class PlacesReader {
  /** Spaces with the activities that stand outside any process; organisers see their own. At most 300. */
  async spaces(): Promise<PlaceRow[]> {
    demand('design', 'Process');
    return db().rows<PlaceRow>(
      `SELECT sp.id, sp.revision, sp.slug, sp.kind, sp.name, sp.summary, sp.visibility, sp.joining, sp.cover, sp.member_count AS "memberCount",
              sp.archived_at AS "archivedAt", (SELECT count(*)::int FROM processes pr WHERE pr.space_id = sp.id) AS processes,
              coalesce((SELECT json_agg(json_build_object('id', a.id, 'revision', a.revision, 'method', a.method, 'slug', a.slug, 'title', a.title, 'summary', a.summary,
                  'settings', a.settings, 'stateWords', a.state_words, 'state', a.state) ORDER BY a.position, a.slug)
                FROM activities a WHERE a.space_id = sp.id AND a.process_id IS NULL), '[]') AS activities
         FROM spaces sp WHERE $1::boolean OR sp.id = ANY($2::uuid[]) ORDER BY sp.archived_at IS NOT NULL, sp.position, sp.slug LIMIT 300`,
      designs(),
    );
  }

  /** Categories in order, with how much stands in each (counted to a thousand). At most 300. */
  async categories(): Promise<CategoryRow[]> {
    this.demandKeeper();
    return db().rows<CategoryRow>(
      `SELECT c.id, c.revision, c.slug, c.name, c.department_id AS "departmentId", c.active,
              (SELECT count(*)::int FROM (SELECT 1 FROM subjects s WHERE s.category_id = c.id LIMIT 1000) few) AS inputs
         FROM categories c ORDER BY c.position, c.slug LIMIT 300`,
    );
  }

  /** Departments in order, with their officers. At most 300. */
  async departments(): Promise<DepartmentRow[]> {
    this.demandKeeper();
    return db().rows<DepartmentRow>(
      `SELECT d.id, d.revision, d.slug, d.name, d.contact, d.approver_id AS "approverId", ap.display_name AS approver,
              coalesce((SELECT json_agg(json_build_object('id', o.id, 'name', o.display_name) ORDER BY o.display_name)
                FROM people o WHERE o.department_id = d.id AND o.role = 'officer' AND o.state = 'active'), '[]') AS officers
         FROM departments d LEFT JOIN people ap ON ap.id = d.approver_id ORDER BY d.position, d.slug LIMIT 300`,
    );
  }

  /** Whoever designs, and whoever works with inputs, may know what there is to choose from. */
  private demandKeeper(): void {
    if (!may('read', 'Input')) demand('design', 'Process');
  }
}
