import { Injectable } from '@nestjs/common';
import { db, may, now, type DeskSource, type Task } from '@madang/kernel';

/** A state of the site that somebody should look at until it is over. */
export interface Warning {
  /** Names it; raising it again replaces it. `site.template.home` */
  key: string;
  /** i18n key of the console; may use {count}. */
  label: string;
  count?: number;
  href: string;
  urgent?: boolean;
  /** Whom it concerns: those who may do this, such as `['design', 'Site']`. */
  may: readonly [act: string, kind: string];
}

/** Warnings stand on the desk until whoever raised them takes them back. */
@Injectable()
export class Warnings implements DeskSource {
  /** Raises a warning, or renews it. */
  async raise({ key, label, count = 1, href, urgent = false, may: [act, kind] }: Warning): Promise<void> {
    await db().run(
      `INSERT INTO warnings (key, label, count, href, act, kind, urgent, at) VALUES ($1, $2, $3, $4, $5, $6, $7, $8)
       ON CONFLICT (key) DO UPDATE SET label = excluded.label, count = excluded.count, href = excluded.href, act = excluded.act,
         kind = excluded.kind, urgent = excluded.urgent, at = excluded.at`,
      [key, label, count, href, act, kind, urgent, now()],
    );
  }

  /** Takes a warning back: what it spoke of is mended. */
  async clear(key: string): Promise<void> {
    await db().run('DELETE FROM warnings WHERE key = $1', [key]);
  }

  async tasks(): Promise<Task[]> {
    const rows = await db().rows<Task & { act: string; kind: string }>(
      'SELECT key, label, count, href, urgent, act, kind FROM warnings ORDER BY urgent DESC, at DESC LIMIT 100',
    );
    return rows
      .filter(({ act, kind }) => may(act, kind))
      .map(({ key, label, count, href, urgent }) => ({ key, label, count, href, urgent }));
  }
}
