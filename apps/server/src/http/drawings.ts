import { hash } from 'node:crypto';
import { context, TenantCache } from '@madang/kernel';
import type { RenderData, Templates } from '@madang/theming';
import { alike } from './alike.js';

/** Addresses whose drawing is kept, and drawings of one address (another order, another page of a list). */
const KEPT = 300;
const VARIANTS = 2;
/** A drawing larger than this would push out many others. */
const LARGEST = 200_000;

/** HTML with what it was made of: a text until somebody wants its bytes, and bytes from then on. */
export class Drawing {
  /** The words of its first heading, for pages that name themselves nowhere else. */
  readonly heading: string | undefined;
  #html: string | undefined;
  #bytes?: Buffer;
  #digest?: string;

  constructor(
    readonly model: object,
    readonly rest: object,
    html: string,
  ) {
    this.#html = html;
    this.heading = headingOf(html);
  }

  get bytes(): Buffer {
    this.#bytes ??= Buffer.from(this.#html!);
    this.#html = undefined; // two bytes a letter
    return this.#bytes;
  }

  toString(): string {
    return this.#html ?? this.#bytes!.toString();
  }

  /** Names its contents; made once, however often the drawing is shown. */
  get digest(): string {
    return (this.#digest ??= hash('sha1', this.bytes, 'base64url'));
  }
}

function headingOf(body: string): string | undefined {
  const text = /<h1[^>]*>([^]*?)<\/h1>/.exec(body)?.[1]?.replace(/<[^>]*>/g, ' ');
  const plain = text?.replace(
    /&(amp|lt|gt|quot|#39);/g,
    (_, name: string) => ({ amp: '&', lt: '<', gt: '>', quot: '"', '#39': "'" })[name]!,
  );
  return plain?.replace(/\s+/g, ' ').trim() || undefined;
}

/**
 * What visitors see of pages, kept with what it was made of: drawing is a pure function of template, model and words, so a model
 * alike gives the same HTML without drawing it again, and one that differs anywhere is drawn. Nothing has to be forgotten.
 * Models are compared, not digested: their texts are as long as the page itself, and comparing stops at the first difference.
 *
 * Pages of signed-in people carry a token of their session and are drawn each time.
 */
export class Drawings {
  private readonly kept = new TenantCache<Drawing[]>(KEPT);
  private readonly numbers = new WeakMap<object, number>();
  private last = 0;

  /** `check` draws again on every hit and compares: the specs of pages prove the purity that this rests on. */
  constructor(private readonly check: boolean) {}

  /** The page body, drawn or remembered. `grounds` are the objects that stand for look and templates in use. */
  draw(templates: Templates, name: string, model: object, data: RenderData, grounds: readonly object[]): Drawing {
    const { words, now, ...rest } = data;
    const drawn = (): Drawing => new Drawing(model, rest, templates.render(name, model, data));
    if (context().actor.personId) return drawn();
    const which = [templates, ...grounds].map((ground) => this.numberOf(ground)).join('.');
    const key = `${which} ${words.locale} ${words.day(now as Date)} ${name} ${String(data['path'])}`;
    const known = this.kept.peek(key) ?? [];
    const found = known.find((one) => alike(one.rest, rest) && alike(one.model, model));
    if (!found) {
      const made = drawn();
      if (made.bytes.length <= LARGEST) this.kept.put(key, [made, ...known.slice(0, VARIANTS - 1)]);
      return made;
    }
    if (this.check && !drawn().bytes.equals(found.bytes)) throw new Error(`drawing ${name} is not pure`);
    return found;
  }

  private numberOf(ground: object): number {
    const known = this.numbers.get(ground) ?? (this.last += 1);
    this.numbers.set(ground, known);
    return known;
  }
}
