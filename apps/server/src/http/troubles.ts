import { context, db, inContext, inUnit, newContext, newId, SYSTEM } from '@madang/kernel';
import { unsaved } from '@madang/commons-site';
import type { Program } from '../program.js';

/** Own templates that could not be shown, written down beside the request that met them: it may only read, or be over. */
export class Troubles {
  private readonly pending = new Set<Promise<void>>();

  constructor(private readonly program: Program) {}

  /** Notes a trouble of the current tenant; the first of a slot stays until the template is mended. */
  note(slot: string, locale: string, error: Error): void {
    // In a preview the template is not published yet; its author sees the fault in the editor.
    if (unsaved()) return;
    const { tenant, requestId } = context();
    const write = (): Promise<number> =>
      db().run(
        `INSERT INTO own_template_troubles (id, slot, locale, message, at) VALUES ($1, $2, $3, $4, $5)
         ON CONFLICT (slot, locale) DO UPDATE SET message = excluded.message`,
        [newId(), slot, locale, error.message.slice(0, 500), context().now()],
      );
    const written = inContext(newContext(tenant, { actor: SYSTEM, requestId }), () =>
      inUnit(this.program.database, false, write),
    ).then(
      () => undefined,
      (cause: unknown) => this.program.log.error({ error: cause, slot }, 'trouble not noted'),
    );
    this.pending.add(written);
    void written.finally(() => this.pending.delete(written));
  }

  /** Resolves when everything noted so far is written. */
  async settled(): Promise<void> {
    await Promise.all(this.pending);
  }
}
