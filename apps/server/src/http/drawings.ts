import { hash } from 'node:crypto';
import { context, TenantCache } from '@madang/kernel';
import type { RenderData, Templates } from '@madang/theming';

const KEPT = 300;
/** A model larger than this costs more to look up than it is likely to save. */
const LARGEST_MODEL = 200_000;

/**
 * What visitors see of pages, kept by what it was made of: drawing is a pure function of template, model and words, so the same
 * rows give the same HTML without drawing it again, and a changed row gives another key at once. Nothing has to be forgotten.
 *
 * Pages of signed-in people carry a token of their session and are drawn each time.
 */
export class Drawings {
  private readonly kept = new TenantCache<string>(KEPT);
  private readonly numbers = new WeakMap<object, number>();
  private last = 0;

  /** `check` draws again on every hit and compares: the specs of pages prove the purity that this rests on. */
  constructor(private readonly check: boolean) {}

  /** The page body, drawn or remembered. `grounds` are the objects that stand for look and templates in use. */
  draw(templates: Templates, name: string, model: object, data: RenderData, grounds: readonly object[]): string {
    if (context().actor.personId) return templates.render(name, model, data);
    const { words, now, ...rest } = data;
    const made = JSON.stringify([model, rest]);
    if (made.length > LARGEST_MODEL) return templates.render(name, model, data);
    const today = words.day(now as Date);
    const which = [templates, ...grounds].map((ground) => this.numberOf(ground)).join('.');
    const key = `${which} ${words.locale} ${today} ${name} ${hash('sha1', made, 'base64url')}`;
    const known = this.kept.peek(key);
    if (known === undefined) {
      const drawn = templates.render(name, model, data);
      this.kept.put(key, drawn);
      return drawn;
    }
    if (this.check && templates.render(name, model, data) !== known) throw new Error(`drawing ${name} is not pure`);
    return known;
  }

  private numberOf(ground: object): number {
    const known = this.numbers.get(ground) ?? (this.last += 1);
    this.numbers.set(ground, known);
    return known;
  }
}
