import { Injectable } from '@nestjs/common';
import {
  conflict,
  db,
  demand,
  invalid,
  methodNamed,
  missing,
  newId,
  now,
  readInput,
  type Method,
} from '@madang/kernel';
import { record } from '@madang/commons-audit';
import { SpacesReader, type Words } from '../spaces.reader.js';
import { fitTexts, freeSlug } from '../texts.js';
import { demandActivities } from './activity-quota.js';
import { settingProblem } from './design.schema.js';
import { OrderActivitiesInput, SaveActivityInput, SaveWindowsInput } from './processes.inputs.js';
import { Processes } from './processes.service.js';

interface ActivityPlace {
  id: string;
  spaceId: string;
  processId: string | null;
  method: string;
  state: string;
}

/** What people can do: activities with their settings, and the grid that says what is open when. */
@Injectable()
export class Activities {
  constructor(
    private readonly processes: Processes,
    private readonly spaces: SpacesReader,
  ) {}

  /** Makes an activity or changes one. @returns its id */
  async save(raw: SaveActivityInput): Promise<string> {
    const input = readInput(SaveActivityInput, raw);
    return input.id ? this.change(input.id, input) : this.make(input);
  }

  /** Removes an activity nobody has put anything into; others are closed. */
  async remove(id: string): Promise<void> {
    const activity = await this.place(id);
    const gone = await db().run(
      'DELETE FROM activities a WHERE a.id = $1 AND NOT EXISTS (SELECT 1 FROM subjects s WHERE s.activity_id = a.id)',
      [id],
    );
    if (gone === 0) throw conflict('contributed_already');
    await this.touch(activity.processId);
    await record('activities.removed', 'activity', id);
  }

  /**
   * Puts the activities of a process into an order. @returns the new revision of the process
   * @throws DomainError invalid unless every one of them is named, changed_meanwhile when the revision has moved
   */
  async order(raw: OrderActivitiesInput): Promise<number> {
    const { processId, revision: read, ids } = readInput(OrderActivitiesInput, raw);
    const process = await this.processes.place(processId);
    // First: whoever does not know of a new activity is told so, not that the list is wrong.
    const revision = await this.processes.step(process, read);
    const there = await db().rows<{ id: string }>('SELECT id FROM activities WHERE process_id = $1', [processId]);
    const named = new Set(ids);
    if (named.size !== ids.length || there.length !== ids.length || !there.every((one) => named.has(one.id)))
      throw invalid('invalid_input', [{ field: 'ids', code: 'choice' }]);
    await db().run(
      `UPDATE activities a SET position = o.position FROM unnest($2::uuid[]) WITH ORDINALITY AS o(id, position) WHERE a.id = o.id AND a.process_id = $1`,
      [processId, ids],
    );
    await record('activities.ordered', 'process', processId);
    return revision;
  }

  /** Replaces the grid of a process. @returns the new revision of the process */
  async saveWindows(raw: SaveWindowsInput): Promise<number> {
    const input = readInput(SaveWindowsInput, raw);
    const process = await this.processes.place(input.processId);
    const [activities, phases] = [
      await db().rows<{ id: string; method: string }>('SELECT id, method FROM activities WHERE process_id = $1', [
        process.id,
      ]),
      await db().rows<{ id: string }>('SELECT id FROM phases WHERE process_id = $1', [process.id]),
    ];
    const rows = input.windows
      .filter((window) => window.interactions.length > 0)
      .map((window, index) => {
        const activity = activities.find((one) => one.id === window.activityId);
        if (!activity) throw missing('activity_missing');
        if (window.phaseId && !phases.some((one) => one.id === window.phaseId)) throw missing('phase_missing');
        const known = methodNamed(activity.method)?.interactions ?? [];
        if (window.interactions.some((one) => !known.includes(one)))
          throw invalid('invalid_input', [{ field: `windows.${index}.interactions`, code: 'choice' }]);
        return {
          id: newId(),
          activity: activity.id,
          phase: window.phaseId ?? null,
          interactions: [...new Set(window.interactions)],
        };
      });
    const revision = await this.processes.step(process, input.revision);
    await db().run('DELETE FROM windows w USING activities a WHERE a.id = w.activity_id AND a.process_id = $1', [
      process.id,
    ]);
    await db().run(
      `INSERT INTO windows (id, activity_id, phase_id, interactions)
       SELECT r.id, r.activity, r.phase, r.interactions FROM jsonb_to_recordset($1) AS r(id uuid, activity uuid, phase uuid, interactions text[])
       ON CONFLICT (activity_id, phase_id) DO UPDATE SET interactions = excluded.interactions`,
      [JSON.stringify(rows)],
    );
    await record('processes.windows_saved', 'process', process.id, undefined, { windows: rows.length });
    return revision;
  }

  /** @internal an activity for whoever may design it */
  async place(id: string): Promise<ActivityPlace> {
    const row = await db().row<ActivityPlace>(
      'SELECT id, space_id AS "spaceId", process_id AS "processId", method, state FROM activities WHERE id = $1',
      [id],
    );
    if (!row) throw missing('activity_missing');
    demand('design', 'Process', { spaceId: row.spaceId });
    return row;
  }

  private async make(input: SaveActivityInput): Promise<string> {
    const method = input.method === undefined ? undefined : methodNamed(input.method);
    if (!method) throw invalid('invalid_input', [{ field: 'method', code: 'choice' }]);
    const process = input.processId ? await this.processes.place(input.processId) : null;
    const spaceId = process?.spaceId ?? (await this.spaces.find(input.space ?? '')).id;
    demand('design', 'Process', { spaceId });
    await demandActivities(1);
    const taken = await db().rows<{ slug: string }>('SELECT slug FROM activities WHERE space_id = $1', [spaceId]);
    const id = newId();
    await db().run(
      `INSERT INTO activities (id, space_id, process_id, method, slug, title, summary, settings, state_words, state, position, created_at)
       VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, (SELECT coalesce(max(position) + 1, 0) FROM activities WHERE space_id = $2), $11)`,
      [
        id,
        spaceId,
        process?.id ?? null,
        method.name,
        freeSlug(
          method.name,
          taken.map((one) => one.slug),
        ),
        fitTexts(input.title, 'title', 120, true),
        fitTexts(input.summary, 'summary', 400),
        fitSettings(method, input.settings ?? {}),
        fitStateWords(method, input.stateWords ?? {}),
        input.state ?? 'open',
        now(),
      ],
    );
    // Outside a process there are no phases to wait for: everything the method offers is open.
    if (!process)
      await db().run('INSERT INTO windows (id, activity_id, interactions) VALUES ($1, $2, $3)', [
        newId(),
        id,
        method.interactions,
      ]);
    await this.touch(process?.id ?? null);
    await record('activities.created', 'activity', id, undefined, { method: method.name });
    return id;
  }

  private async change(id: string, input: SaveActivityInput): Promise<string> {
    const activity = await this.place(id);
    const method = methodNamed(activity.method);
    if (!method) throw conflict('method_missing');
    if (activity.state === 'closed' && input.state && input.state !== 'closed') await demandActivities(1);
    const changed = await db().run(
      `UPDATE activities SET revision = revision + 1, title = coalesce($3, title), summary = coalesce($4, summary), settings = coalesce($5, settings),
         state_words = coalesce($6, state_words), state = coalesce($7, state) WHERE id = $1 AND revision = $2`,
      [
        id,
        input.revision ?? 0,
        input.title === undefined ? null : fitTexts(input.title, 'title', 120, true),
        input.summary === undefined ? null : fitTexts(input.summary, 'summary', 400),
        input.settings === undefined ? null : fitSettings(method, input.settings),
        input.stateWords === undefined ? null : fitStateWords(method, input.stateWords),
        input.state ?? null,
      ],
    );
    if (changed === 0) throw conflict('changed_meanwhile');
    await record('activities.edited', 'activity', id);
    return id;
  }

  private async touch(processId: string | null): Promise<void> {
    if (processId) await db().run('UPDATE processes SET revision = revision + 1 WHERE id = $1', [processId]);
  }
}

/** Settings that fit their method's schema, as they were given. @throws invalid naming the one that does not */
export function fitSettings(method: Method, settings: Record<string, unknown>): Record<string, unknown> {
  const problem = settingProblem(method, settings);
  if (!problem) return settings;
  const code =
    { unknown: 'choice', too_small: 'too_small', too_big: 'too_large', invalid_type: 'number' }[problem.reason] ??
    'invalid';
  const setting = method.settings[problem.setting];
  const bounds = setting as { min?: number; max?: number } | undefined;
  const limit = (code === 'too_small' ? bounds?.min : bounds?.max) ?? 0;
  throw invalid('invalid_input', [{ field: `settings.${problem.setting}`, code, params: { limit } }]);
}

function fitStateWords(method: Method, words: Record<string, Words>): Record<string, Words> {
  const states = method.subjects.flatMap((subject) => subject.states);
  const kept: Record<string, Words> = {};
  for (const [state, texts] of Object.entries(words)) {
    if (!states.includes(state) || typeof texts !== 'object')
      throw invalid('invalid_input', [{ field: `stateWords.${state}`, code: 'choice' }]);
    const fit = fitTexts(texts, `stateWords.${state}`, 60);
    if (Object.keys(fit).length > 0) kept[state] = fit;
  }
  return kept;
}
