import { Injectable } from '@nestjs/common';
import { db, demand, inLanguage, invalid, missing, newId, now, readInput } from '@madang/kernel';
import { record } from '@madang/commons-audit';
import { SpacesReader, today, type Words } from '../spaces.reader.js';
import { fitTexts, freeSlug, slugOf } from '../texts.js';
import { demandActivities } from './activity-quota.js';
import { DesignReader, type DesignedProcess } from './design.reader.js';
import { designProblems, PROCESS_DESIGN, type ProcessDesign } from './design.schema.js';
import { DuplicateProcessInput, ProcessFromDesignInput } from './processes.inputs.js';
import { Processes } from './processes.service.js';
import { PROCESS_TEMPLATES } from './templates/index.js';
import { daysBetween, shiftDay } from './timeline.js';

/** Processes as designs: taken out, brought in, copied. Structure and settings travel; people and inputs never do. */
@Injectable()
export class Designs {
  constructor(
    private readonly reader: DesignReader,
    private readonly processes: Processes,
    private readonly spaces: SpacesReader,
  ) {}

  /** A process as a design. */
  async design(id: string): Promise<ProcessDesign> {
    return designOf(await this.reader.one(id));
  }

  /** Makes a draft from a design or a built-in template. @returns its id */
  async create(raw: ProcessFromDesignInput): Promise<string> {
    const input = readInput(ProcessFromDesignInput, raw);
    const design = input.template ? templateNamed(input.template) : fitDesign(input.design);
    const space = await this.spaces.find(input.space);
    demand('design', 'Process', { spaceId: space.id });
    return this.place(design, space.id, { title: input.title, startsOn: input.startsOn ?? null });
  }

  /** Copies a process; its days move so that it begins on the day given. @returns the id of the copy */
  async duplicate(raw: DuplicateProcessInput): Promise<string> {
    const input = readInput(DuplicateProcessInput, raw);
    const from = await this.reader.one(input.id);
    const spaceId = input.space ? (await this.spaces.find(input.space)).id : from.spaceId;
    demand('design', 'Process', { spaceId });
    return this.place(designOf(from), spaceId, {
      title: input.title,
      startsOn: input.startsOn ?? beginOf(from) ?? null,
      from: input.id,
    });
  }

  private async place(
    design: ProcessDesign,
    spaceId: string,
    as: { title?: Words; startsOn: string | null; from?: string },
  ): Promise<string> {
    await demandActivities(design.activities.length);
    const title = fitTexts(as.title ?? design.title, 'title', 120, true);
    const id = newId();
    const slug = freeSlug(slugOf(title['en'] ?? inLanguage(title)) || 'process', await this.processes.slugs(spaceId));
    await db().run(
      `INSERT INTO processes (id, space_id, slug, title, purpose, body, decides, position, created_at)
       VALUES ($1, $2, $3, $4, $5, $6, $7, (SELECT coalesce(max(position) + 1, 0) FROM processes WHERE space_id = $2), $8)`,
      [id, spaceId, slug, title, design.purpose, design.body, design.decides, now()],
    );
    const day = (days: number | null): string | null =>
      days === null || as.startsOn === null ? null : shiftDay(as.startsOn, days);
    const phases = design.phases.map((phase, position) => ({
      id: newId(),
      slug: phase.slug,
      title: phase.title,
      from: day(phase.from),
      to: day(phase.to),
      precision: phase.precision,
      position,
    }));
    await db().run(
      `INSERT INTO phases (id, process_id, slug, title, starts_on, ends_on, precision, position)
       SELECT r.id, $1, r.slug, r.title, r."from", r."to", r.precision, r.position
         FROM jsonb_to_recordset($2) AS r(id uuid, slug text, title jsonb, "from" date, "to" date, precision text, position int)`,
      [id, JSON.stringify(phases)],
    );
    const taken = (await db().rows<{ slug: string }>('SELECT slug FROM activities WHERE space_id = $1', [spaceId])).map(
      (row) => row.slug,
    );
    const activities = design.activities.map((activity, position) => {
      const own = freeSlug(activity.slug, taken);
      taken.push(own);
      return { ...activity, id: newId(), slug: own, position };
    });
    await db().run(
      `INSERT INTO activities (id, space_id, process_id, method, slug, title, summary, settings, state_words, position, created_at)
       SELECT r.id, $1, $2, r.method, r.slug, r.title, r.summary, r.settings, r."stateWords", r.position, $4
         FROM jsonb_to_recordset($3) AS r(id uuid, method text, slug text, title jsonb, summary jsonb, settings jsonb, "stateWords" jsonb, position int)`,
      [spaceId, id, JSON.stringify(activities), now()],
    );
    const windows = activities.flatMap((activity) =>
      activity.windows.map((window) => ({
        id: newId(),
        activity: activity.id,
        phase: phases.find((phase) => phase.slug === window.phase)?.id ?? null,
        interactions: window.interactions,
      })),
    );
    await db().run(
      `INSERT INTO windows (id, activity_id, phase_id, interactions)
       SELECT r.id, r.activity, r.phase, r.interactions FROM jsonb_to_recordset($1) AS r(id uuid, activity uuid, phase uuid, interactions text[])`,
      [JSON.stringify(windows)],
    );
    await record(
      'processes.created',
      'process',
      id,
      undefined,
      as.from ? { from: as.from } : { design: design.madang },
    );
    return id;
  }
}

/** The day a process begins: the first day of any of its phases. */
export const beginOf = (process: Pick<DesignedProcess, 'phases'>): string | undefined =>
  process.phases
    .map((phase) => phase.startsOn)
    .filter((day): day is string => day !== null)
    .sort()[0];

/** A process without its people, its inputs, its ids and its calendar. */
export function designOf(process: DesignedProcess): ProcessDesign {
  const begin = beginOf(process) ?? today();
  const days = (day: string | null): number | null => (day === null ? null : daysBetween(begin, day));
  const slugs = new Map(process.phases.map((phase) => [phase.id, phase.slug]));
  return {
    madang: 'process-design/1',
    title: process.title,
    purpose: process.purpose,
    body: process.body,
    decides: process.decides,
    phases: process.phases.map((phase) => ({
      slug: phase.slug,
      title: phase.title,
      from: days(phase.startsOn),
      to: days(phase.endsOn),
      precision: phase.precision as 'day',
    })),
    activities: process.activities.map((activity) => ({
      slug: activity.slug,
      method: activity.method,
      title: activity.title,
      summary: activity.summary,
      settings: activity.settings,
      stateWords: activity.stateWords,
      windows: process.windows
        .filter((window) => window.activityId === activity.id)
        .map((window) => ({
          phase: window.phaseId === null ? null : slugs.get(window.phaseId)!,
          interactions: window.interactions,
        })),
    })),
  };
}

/** A design from elsewhere, checked whole. @throws invalid with one problem per place */
export function fitDesign(raw: unknown): ProcessDesign {
  const read = PROCESS_DESIGN.safeParse(raw);
  if (!read.success)
    throw invalid(
      'design_unreadable',
      read.error.issues.slice(0, 20).map((issue) => ({ field: ['design', ...issue.path].join('.'), code: 'invalid' })),
    );
  const problems = designProblems(read.data);
  if (problems.length > 0)
    throw invalid(
      'design_does_not_fit',
      problems.slice(0, 20).map(({ path }) => ({ field: `design.${path}`, code: 'choice' })),
    );
  return read.data;
}

function templateNamed(name: string): ProcessDesign {
  const found = PROCESS_TEMPLATES.find((template) => template.name === name);
  if (!found) throw missing('template_missing');
  return fitDesign(found.design);
}
