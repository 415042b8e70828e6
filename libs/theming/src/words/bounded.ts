/**
 * A map that forgets what was used longest ago once it holds `limit` entries. For values that are costly to make and safe to
 * make again (parsed messages, Intl formatters).
 */
export class BoundedMap<Value> {
  readonly #entries = new Map<string, Value>();

  constructor(readonly limit: number) {}

  get size(): number {
    return this.#entries.size;
  }

  /** The value under `key`, made by `make` when absent. What `make` throws passes through and nothing is kept. */
  obtain(key: string, make: () => Value): Value {
    const known = this.#entries.get(key);
    if (known !== undefined) {
      // Moving an entry to the end on every read would cost more than a rare second making; only the full map reorders.
      if (this.#entries.size >= this.limit) {
        this.#entries.delete(key);
        this.#entries.set(key, known);
      }
      return known;
    }
    const made = make();
    if (this.#entries.size >= this.limit) this.#entries.delete(this.#entries.keys().next().value as string);
    this.#entries.set(key, made);
    return made;
  }
}
