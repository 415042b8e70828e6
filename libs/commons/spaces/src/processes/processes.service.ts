import { Injectable } from '@nestjs/common';
import { conflict, db, demand, inLanguage, invalid, missing, newId, now, publish, readInput } from '@madang/kernel';
import { record } from '@madang/commons-audit';
import { SpacesReader } from '../spaces.reader.js';
import { fitTexts, freeSlug, slugOf } from '../texts.js';
import { CreateProcessInput, EditProcessInput, SavePhasesInput } from './processes.inputs.js';

/** Where a process stands, as its rules need it. */
export interface ProcessPlace {
  id: string;
  spaceId: string;
  state: 'draft' | 'open' | 'closed';
  revision: number;
  slug: string;
}

/** Making a process: its texts and its phases. Publishing is the half beside it. */
@Injectable()
export class Processes {
  constructor(private readonly spaces: SpacesReader) {}

  /** Makes a draft in a space. @returns its id */
  async create(raw: CreateProcessInput): Promise<string> {
    const input = readInput(CreateProcessInput, raw);
    const space = await this.spaces.find(input.space);
    demand('design', 'Process', { spaceId: space.id });
    const title = fitTexts(input.title, 'title', 120, true);
    const taken = await this.slugs(space.id);
    if (input.slug && taken.includes(input.slug)) throw invalid('invalid_input', [{ field: 'slug', code: 'taken' }]);
    const slug = input.slug ?? freeSlug(slugOf(title['en'] ?? inLanguage(title)) || 'process', taken);
    const id = newId();
    await db().run(
      `INSERT INTO processes (id, space_id, slug, title, position, created_at)
       VALUES ($1, $2, $3, $4, (SELECT coalesce(max(position) + 1, 0) FROM processes WHERE space_id = $2), $5)`,
      [id, space.id, slug, title, now()],
    );
    await record('processes.created', 'process', id);
    return id;
  }

  /** Changes texts; those that are absent stay. @returns the new revision */
  async edit(raw: EditProcessInput): Promise<number> {
    const input = readInput(EditProcessInput, raw);
    const process = await this.place(input.id);
    const revision = await this.step(process, input.revision);
    const text = (value: EditProcessInput['title'], field: string, max: number, needed = false): object | null =>
      value === undefined ? null : fitTexts(value, field, max, needed);
    await db().run(
      `UPDATE processes SET title = coalesce($2, title), purpose = coalesce($3, purpose), body = coalesce($4, body),
         decides = coalesce($5, decides), result = coalesce($6, result) WHERE id = $1`,
      [
        process.id,
        text(input.title, 'title', 120, true),
        text(input.purpose, 'purpose', 1000),
        text(input.body, 'body', 10_000),
        text(input.decides, 'decides', 2000),
        text(input.result, 'result', 5000),
      ],
    );
    await record('processes.edited', 'process', process.id);
    return revision;
  }

  /**
   * Replaces the phases. Those that keep their id keep what is open in them; those that are gone take it along.
   * Days that overlap or leave gaps are fine; a phase that ends before it begins is not.
   */
  async savePhases(raw: SavePhasesInput): Promise<number> {
    const input = readInput(SavePhasesInput, raw);
    const process = await this.place(input.processId);
    const known = await db().rows<{ id: string; slug: string }>('SELECT id, slug FROM phases WHERE process_id = $1', [
      process.id,
    ]);
    const slugs = new Map(known.map((phase) => [phase.id, phase.slug]));
    const taken = [...slugs.values()];
    const rows = input.phases.map((phase, position) => {
      const field = `phases.${position}`;
      if (phase.startsOn && phase.endsOn && phase.startsOn > phase.endsOn)
        throw invalid('invalid_input', [{ field: `${field}.endsOn`, code: 'ends_before' }]);
      if (phase.id && !slugs.has(phase.id)) throw missing('phase_missing');
      const title = fitTexts(phase.title, `${field}.title`, 120, true);
      let slug = phase.id && slugs.get(phase.id);
      if (!slug) taken.push((slug = freeSlug(slugOf(title['en'] ?? '') || `phase-${position + 1}`, taken)));
      return {
        id: phase.id ?? newId(),
        slug,
        title,
        from: phase.startsOn || null,
        to: phase.endsOn || null,
        precision: phase.precision,
        position,
      };
    });
    const revision = await this.step(process, input.revision);
    await db().run('DELETE FROM phases WHERE process_id = $1 AND id <> ALL ($2::uuid[])', [
      process.id,
      rows.map((row) => row.id),
    ]);
    await db().run(PUT_PHASES, [process.id, JSON.stringify(rows)]);
    await record('processes.phases_saved', 'process', process.id, undefined, { phases: rows.length });
    if (process.state === 'open') await publish({ name: 'processes.changed', data: { processId: process.id } });
    return revision;
  }

  /** Throws a draft away that nobody has put anything into. */
  async remove(id: string, revision: number): Promise<void> {
    const process = await this.place(id);
    if (process.state !== 'draft') throw conflict('process_not_draft');
    if (await this.contributed(id)) throw conflict('contributed_already');
    await this.step(process, revision);
    await db().run('DELETE FROM processes WHERE id = $1', [id]);
    await record('processes.removed', 'process', id);
  }

  /** @internal a process for whoever may design it */
  async place(id: string): Promise<ProcessPlace> {
    const row = await db().row<ProcessPlace>(
      'SELECT id, space_id AS "spaceId", state, revision, slug FROM processes WHERE id = $1',
      [id],
    );
    if (!row) throw missing('process_missing');
    demand('design', 'Process', { spaceId: row.spaceId });
    return row;
  }

  /** @internal moves the revision on. @throws conflict when somebody else did since it was read */
  async step(process: ProcessPlace, revision: number): Promise<number> {
    const row = await db().row<{ revision: number }>(
      'UPDATE processes SET revision = revision + 1 WHERE id = $1 AND revision = $2 RETURNING revision',
      [process.id, revision],
    );
    if (!row) throw conflict('changed_meanwhile');
    return row.revision;
  }

  /** @internal whether anything anybody made hangs on it */
  async contributed(id: string): Promise<boolean> {
    const row = await db().row<{ touched: boolean }>(
      'SELECT EXISTS (SELECT 1 FROM subjects s JOIN activities a ON a.id = s.activity_id WHERE a.process_id = $1) AS touched',
      [id],
    );
    return row!.touched;
  }

  /** @internal names taken in a space */
  async slugs(spaceId: string): Promise<string[]> {
    const rows = await db().rows<{ slug: string }>('SELECT slug FROM processes WHERE space_id = $1', [spaceId]);
    return rows.map((row) => row.slug);
  }
}

const PUT_PHASES = `INSERT INTO phases AS f (id, process_id, slug, title, starts_on, ends_on, precision, position)
  SELECT r.id, $1, r.slug, r.title, r."from", r."to", r.precision, r.position
    FROM jsonb_to_recordset($2) AS r(id uuid, slug text, title jsonb, "from" date, "to" date, precision text, position int)
  ON CONFLICT (id) DO UPDATE SET title = excluded.title, starts_on = excluded.starts_on, ends_on = excluded.ends_on,
    precision = excluded.precision, position = excluded.position`;
