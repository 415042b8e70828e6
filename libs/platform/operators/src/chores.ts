import { Injectable } from '@nestjs/common';
import { PlatformDatabase } from '@madang/platform-tenancy';

/** Something that has to be done again and again for the whole platform. @returns how much there was to do */
export type Chore = (now: Date) => Promise<number>;

const LOOK_MS = 60_000;

/**
 * What the platform does by itself, beside the jobs of tenants. Whichever process looks first after a chore is due
 * does it; the others see that it was done.
 */
@Injectable()
export class Chores {
  private readonly all = new Map<string, { minutes: number; work: Chore; atFirst: boolean }>();
  private timer?: NodeJS.Timeout;
  private busy?: Promise<unknown>;
  private stopped = true;

  constructor(private readonly platform: PlatformDatabase) {}

  /**
   * Makes a chore known; once each, when the program is put together.
   * @param atFirst also at the first look of a new installation, which otherwise only takes note
   */
  teach(name: string, minutes: number, work: Chore, atFirst = false): void {
    this.all.set(name, { minutes, work, atFirst });
  }

  /** @param trouble told when a chore fails; it is tried again when it is due the next time */
  start(trouble: (name: string, error: unknown) => void): void {
    this.stopped = false;
    const look = (): void => {
      this.busy = this.due(new Date(), trouble).finally(() => {
        if (!this.stopped) this.timer = setTimeout(look, LOOK_MS).unref();
      });
    };
    this.timer = setTimeout(look, LOOK_MS).unref();
  }

  async stop(): Promise<void> {
    this.stopped = true;
    clearTimeout(this.timer);
    await this.busy;
  }

  /** Does one chore now, due or not. */
  run(name: string, now: Date): Promise<number> {
    const chore = this.all.get(name);
    if (!chore) throw new Error(`there is no chore "${name}"`);
    return chore.work(now);
  }

  /** Does what is due. */
  async due(now: Date, trouble: (name: string, error: unknown) => void): Promise<void> {
    for (const [name, { minutes, work, atFirst }] of this.all) {
      try {
        const [row] = await this.platform.rows<{ again: boolean }>(
          `INSERT INTO platform.settings AS s (key, value) VALUES ('chore ' || $1, to_jsonb($2::timestamptz))
           ON CONFLICT (key) DO UPDATE SET value = excluded.value
             WHERE (s.value #>> '{}')::timestamptz <= $2::timestamptz - make_interval(mins => $3)
           RETURNING (xmax <> 0) AS again`,
          [name, now, minutes],
        );
        if (row && (row.again || atFirst)) await work(now);
      } catch (error) {
        trouble(name, error);
      }
    }
  }
}
