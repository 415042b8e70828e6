import { inContext, type Context } from './context.js';

/** What a follower's iterator waits with. */
interface Waiting<P> {
  resolve(result: IteratorResult<P, undefined>): void;
  reject(error: unknown): void;
}

/**
 * One listener of something that changes. It holds the newest value alone: whoever is slow misses what was in between and
 * never makes others wait. Whether the listener may see it is asked again of every value; once not, it ends with that error.
 */
export class Follower<T, P> implements AsyncIterableIterator<P, undefined> {
  private value?: { shown: P; text: string } | undefined;
  private last?: string;
  private failure?: { error: unknown } | undefined;
  private ended = false;
  private waiting?: Waiting<P> | undefined;

  /** @param see what this listener may be shown of what was read; throws where that is nothing */
  constructor(
    readonly here: Context,
    private readonly see: (read: T) => P,
    private readonly left: (follower: Follower<T, P>) => void,
  ) {}

  /** Takes in what was read. @throws what `see` throws; the follower has ended then */
  offer(read: T): void {
    if (this.ended) return;
    try {
      const shown = inContext(this.here, () => this.see(read));
      const text = JSON.stringify(shown);
      if (text === this.last) {
        this.value = undefined; // changed and changed back before anybody looked
        return;
      }
      this.value = { shown, text };
    } catch (error) {
      this.end({ error });
      throw error;
    }
    this.give();
  }

  /** Ends it; whoever waits hears why. */
  end(failure?: { error: unknown }): void {
    if (this.ended) return;
    this.ended = true;
    this.value = undefined;
    this.failure = failure;
    this.left(this);
    this.give();
  }

  next(): Promise<IteratorResult<P, undefined>> {
    return new Promise((resolve, reject) => {
      this.waiting = { resolve, reject };
      this.give();
    });
  }

  return(): Promise<IteratorResult<P, undefined>> {
    this.end();
    return Promise.resolve({ done: true, value: undefined });
  }

  throw(error: unknown): Promise<IteratorResult<P, undefined>> {
    this.end();
    return Promise.reject(error instanceof Error ? error : new Error(String(error)));
  }

  [Symbol.asyncIterator](): this {
    return this;
  }

  private give(): void {
    const { waiting, value, failure } = this;
    if (!waiting || !(value || this.ended)) return;
    this.waiting = undefined;
    if (value) {
      this.value = undefined;
      this.last = value.text;
      waiting.resolve({ done: false, value: value.shown });
    } else if (failure) {
      this.failure = undefined;
      waiting.reject(failure.error);
    } else waiting.resolve({ done: true, value: undefined });
  }
}
