import { Injectable } from '@nestjs/common';
import { conflict, context, db, enqueue, invalid, Job, now, publish, readInput, SYSTEM } from '@madang/kernel';
import { record } from '@madang/commons-audit';
import { Processes, type ProcessPlace } from './processes.service.js';
import { ProcessStepInput } from './processes.inputs.js';

/** Why a draft cannot go public yet; each is an i18n key `spaces.blocker.<name>`. */
export type Blocker = 'no_purpose' | 'no_activity' | 'nothing_opens' | 'undated_phase';

/** From draft to public and back: now, at a moment, undone, ended, begun again. */
@Injectable()
export class Publishing {
  constructor(private readonly processes: Processes) {}

  /** What keeps a process from being published. Empty when nothing does. */
  async blockers(id: string): Promise<Blocker[]> {
    const row = await db().row<Record<Blocker, boolean>>(
      `SELECT pr.purpose = '{}' AS no_purpose,
              NOT EXISTS (SELECT 1 FROM activities a WHERE a.process_id = pr.id AND a.state = 'open') AS no_activity,
              NOT EXISTS (SELECT 1 FROM windows w JOIN activities a ON a.id = w.activity_id
                WHERE a.process_id = pr.id AND a.state = 'open' AND w.interactions <> '{}') AS nothing_opens,
              EXISTS (SELECT 1 FROM phases f WHERE f.process_id = pr.id AND f.starts_on IS NULL AND f.ends_on IS NULL AND f.precision <> 'open') AS undated_phase
         FROM processes pr WHERE pr.id = $1`,
      [id],
    );
    const found = Object.entries(row ?? {}).filter(([, blocks]) => blocks);
    return found
      .map(([name]) => name as Blocker)
      .filter((name, _, all) => name !== 'nothing_opens' || !all.includes('no_activity'));
  }

  /** Makes a draft public now. @throws conflict while something is missing that people need to take part */
  async publish(raw: ProcessStepInput): Promise<void> {
    const { process } = await this.begin(raw, 'draft', 'process_not_draft');
    await this.open(process);
  }

  /** Plans the moment a draft goes public, or takes the plan back. */
  async schedule(raw: ProcessStepInput): Promise<void> {
    const { process, input } = await this.begin(raw, 'draft', 'process_not_draft');
    const at = input.at ? new Date(input.at) : null;
    if (at && at <= now()) throw invalid('invalid_input', [{ field: 'at', code: 'past' }]);
    if (at && (await this.blockers(process.id)).length > 0) throw conflict('process_not_ready');
    await db().run('UPDATE processes SET publish_at = $2 WHERE id = $1', [process.id, at]);
    await record(at ? 'processes.scheduled' : 'processes.unscheduled', 'process', process.id, undefined, {
      at: at?.toISOString() ?? null,
    });
    if (at)
      await enqueue(
        'processes.publish',
        { processId: process.id },
        { after: at, key: `${process.id} ${at.toISOString()}` },
      );
  }

  /** Makes a draft public whose moment has come. A plan that was taken back or moved leaves nothing to do. */
  @Job('processes.publish')
  async publishDue({ processId }: { processId: string }): Promise<void> {
    const process = await db().row<ProcessPlace>(
      `SELECT id, space_id AS "spaceId", state, revision, slug FROM processes WHERE id = $1 AND state = 'draft' AND publish_at <= $2 FOR UPDATE`,
      [processId, now()],
    );
    if (!process) return;
    const who = context().actor;
    context().actor = SYSTEM;
    try {
      if ((await this.blockers(processId)).length > 0) await record('processes.not_published', 'process', processId);
      else {
        await this.processes.step(process, process.revision);
        await this.open(process);
      }
    } finally {
      context().actor = who;
    }
  }

  /** Takes a public process back to a draft, while nobody has put anything into it. */
  async withdraw(raw: ProcessStepInput): Promise<void> {
    const { process } = await this.begin(raw, 'open', 'process_not_open');
    if (await this.processes.contributed(process.id)) throw conflict('contributed_already');
    await this.set(process.id, 'draft');
    await record('processes.withdrawn', 'process', process.id);
    await publish({ name: 'processes.withdrawn', data: { processId: process.id, spaceId: process.spaceId } });
  }

  /** Ends a process: everything in it can be read, nothing more can be done. */
  async close(raw: ProcessStepInput): Promise<void> {
    const { process, input } = await this.begin(raw, 'open', 'process_not_open');
    await this.set(process.id, 'closed');
    await record('processes.closed', 'process', process.id, because(input));
    await publish({ name: 'processes.closed', data: { processId: process.id, spaceId: process.spaceId } });
  }

  /** Opens an ended process again. */
  async reopen(raw: ProcessStepInput): Promise<void> {
    const { process, input } = await this.begin(raw, 'closed', 'process_not_closed');
    await this.set(process.id, 'open');
    await record('processes.reopened', 'process', process.id, because(input));
    await publish({ name: 'processes.reopened', data: { processId: process.id, spaceId: process.spaceId } });
  }

  private async begin(
    raw: ProcessStepInput,
    state: ProcessPlace['state'],
    otherwise: string,
  ): Promise<{ process: ProcessPlace; input: ProcessStepInput }> {
    const input = readInput(ProcessStepInput, raw);
    const process = await this.processes.place(input.id);
    if (process.state !== state) throw conflict(otherwise);
    await this.processes.step(process, input.revision);
    return { process, input };
  }

  private async open(process: ProcessPlace): Promise<void> {
    if ((await this.blockers(process.id)).length > 0) throw conflict('process_not_ready');
    await this.set(process.id, 'open');
    await record('processes.published', 'process', process.id);
    await publish({ name: 'processes.published', data: { processId: process.id, spaceId: process.spaceId } });
  }

  private async set(id: string, state: ProcessPlace['state']): Promise<void> {
    await db().run(
      `UPDATE processes SET state = $2, publish_at = NULL, published_at = CASE WHEN $2 = 'open' THEN coalesce(published_at, $3) WHEN $2 = 'draft' THEN NULL ELSE published_at END WHERE id = $1`,
      [id, state, now()],
    );
  }
}

function because({ reason }: ProcessStepInput): string {
  if (!reason) throw invalid('invalid_input', [{ field: 'reason', code: 'required' }]);
  return reason;
}
