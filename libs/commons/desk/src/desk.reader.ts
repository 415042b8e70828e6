import { Injectable } from '@nestjs/common';
import { ModuleRef } from '@nestjs/core';
import { actor, denied, taskSources, worksHere, type DeskSource, type Figure, type Task } from '@madang/kernel';

/** What lies on the desk of whoever works on the site: what waits for them, then the numbers. */
@Injectable()
export class DeskReader {
  constructor(private readonly container: ModuleRef) {}

  /** What waits, urgent ones first; nothing that waits for somebody else. */
  async tasks(): Promise<Task[]> {
    const all = await this.ask((source) => source.tasks?.() ?? NOTHING);
    return all.filter(({ count }) => count > 0).sort(byUrgency);
  }

  /** Numbers of the site, in the order of their parts. */
  numbers(): Promise<Figure[]> {
    return this.ask((source) => source.numbers?.() ?? NOTHING);
  }

  private async ask<T>(question: (source: DeskSource) => Promise<T[]>): Promise<T[]> {
    const who = actor();
    if (!worksHere(who)) throw denied(who.personId ? 'denied' : 'sign_in_first');
    const sources = taskSources().map((type) => this.container.get(type, { strict: false }));
    // Sent together, they travel in one write.
    return (await Promise.all(sources.map(question))).flat();
  }
}

const NOTHING = Promise.resolve([]);

const byUrgency = (one: Task, other: Task): number =>
  Number(other.urgent ?? false) - Number(one.urgent ?? false) || (one.due ?? '9999').localeCompare(other.due ?? '9999');
