import { context, inContext, newContext, tenant, type Context } from './context.js';
import { missing } from './errors.js';
import { Follower } from './follower.js';
import { db, inUnit, type TenantDatabase } from './tenant-database.js';
import type { Tenant } from './tenant.js';

/** Milliseconds in which what changed is gathered before it is told to the other processes. */
const GATHER_MS = 200;
/** What is followed is read at most this often, however much happens to it. */
const READ_MS = 1000;
/** What was not heard of for this long is read all the same: news can be lost, and days pass. */
const LOOK_MS = 60_000;
/** Reads under way at once: followers must not take the connections of those who act. */
const MOST_READS = 2;
/** More things of one tenant in one message are told as "anything". */
const MOST_TOPICS = 200;
/** A message of the database has at most 8,000 bytes. */
const TOPICS_A_MESSAGE = 100;
const TOPIC = /^[a-z]+:[0-9a-z-]{1,40}$/;

/** What is followed, how it is read for all who follow it, and what each of them may be shown. */
export interface Following<T, P> {
  /** `<what>:<id>`, as those say who change it. */
  topic: string;
  /** Name of what is read; followers of one topic share a read under one name. */
  name: string;
  /** Reads it as nobody in particular, in a reading unit of its own: what comes depends on the topic alone. */
  read: () => Promise<T>;
  /** What the current actor may be shown of it. Asks no database. @throws DomainError where they may not see it */
  see: (read: T) => P;
}

interface Followed {
  key: string;
  name: string;
  read: () => Promise<unknown>;
  followers: Set<Follower<unknown, unknown>>;
  found?: { value: unknown } | undefined;
  readAt: number;
  reading?: Promise<void> | undefined;
  /** Changed since it was last read. */
  stale: boolean;
  timer?: NodeJS.Timeout | undefined;
}

/**
 * What people watch while it changes. Whoever changes something says so (`tell`); it is told to every process once it is
 * committed, and each reads it once for all who follow it there. Nothing is kept and nothing promised: news that get lost
 * are made good by the look that comes each minute.
 */
export class Live {
  private readonly followed = new Map<string, Map<string, Followed>>(); // by tenant and topic, then by name; as many as are followed
  private readonly changed = new Map<string, Set<string>>(); // emptied every 200 ms
  private gathering?: NodeJS.Timeout | undefined;
  private looking?: NodeJS.Timeout | undefined;
  private carrier?: (messages: string[]) => Promise<void>;
  private readonly byContext = new WeakMap<Context, { follower: Follower<unknown, unknown>; one: Followed }>();
  private reads = 0;
  private readonly queue: (() => void)[] = []; // at most one for each thing that is followed
  /** Reads done, for the figures of operators. */
  readCount = 0;

  constructor(private readonly database: TenantDatabase) {}

  /** Says that something changes in this unit; heard after its commit. */
  tell(...topics: string[]): void {
    const { id } = tenant();
    db().afterCommit(() => {
      const all = this.changed.get(id) ?? new Set<string>();
      for (const topic of topics) all.add(topic);
      this.changed.set(id, all);
      this.gathering ??= setTimeout(() => void this.flush(), GATHER_MS).unref();
    });
  }

  /** Who brings messages to all processes, this one included; without, only this process hears. */
  carry(carrier: (messages: string[]) => Promise<void>): void {
    this.carrier = carrier;
  }

  /** Sends what was gathered. */
  async flush(): Promise<void> {
    clearTimeout(this.gathering);
    this.gathering = undefined;
    const messages = messagesOf(this.changed);
    this.changed.clear();
    if (messages.length === 0) return;
    if (!this.carrier) return messages.forEach((message) => this.heard(message));
    // What cannot be told is found at the next look.
    await this.carrier(messages).catch(() => undefined);
  }

  /** A message has come: `<tenant> <topic>,<topic>` or `<tenant> *`. */
  heard(message: string): void {
    const [id = '', topics = ''] = message.split(' ');
    if (topics === '*') for (const one of this.all()) if (one.key.startsWith(`${id} `)) this.mark(one);
    for (const topic of topics.split(','))
      for (const one of this.followed.get(`${id} ${topic}`)?.values() ?? []) this.mark(one);
  }

  /** News may have been lost: everything is read anew. */
  gap(): void {
    for (const one of this.all()) this.mark(one);
  }

  /**
   * Follows something as the current actor: first as it is, then whenever it changed, at most once a second.
   * @throws DomainError where the actor may not see it
   */
  async follow<T, P>({ topic, name, read, see }: Following<T, P>): Promise<AsyncIterableIterator<P>> {
    if (!TOPIC.test(topic)) throw missing();
    const here = context();
    const one = this.join(`${here.tenant.id} ${topic}`, name, read);
    const follower = new Follower<T, P>(here, see, (gone) => this.leave(one, gone as Follower<unknown, unknown>));
    one.followers.add(follower as Follower<unknown, unknown>);
    this.byContext.set(here, { follower: follower as Follower<unknown, unknown>, one });
    try {
      await this.freshen(one);
      follower.offer(one.found!.value as T);
      return follower;
    } catch (error) {
      follower.end();
      throw error;
    }
  }

  /** Things that are followed. */
  get followedCount(): number {
    return this.followed.size;
  }

  /** Asks again what somebody may see whose context was renewed. */
  reconsider(here: Context): void {
    const held = this.byContext.get(here);
    if (held) offer(held.follower, held.one);
  }

  /** Ends everything that is followed. */
  async close(): Promise<void> {
    for (const one of this.all()) for (const follower of one.followers) follower.end();
    await this.flush();
  }

  private *all(): Iterable<Followed> {
    for (const names of this.followed.values()) yield* names.values();
  }

  private join(key: string, name: string, read: () => Promise<unknown>): Followed {
    const names = this.followed.get(key) ?? new Map<string, Followed>();
    this.followed.set(key, names);
    const one = names.get(name) ?? { key, name, read, followers: new Set(), readAt: 0, stale: false };
    names.set(name, one);
    this.looking ??= setInterval(() => this.look(), LOOK_MS / 10).unref();
    return one;
  }

  private leave(one: Followed, follower: Follower<unknown, unknown>): void {
    one.followers.delete(follower);
    if (one.followers.size > 0) return;
    clearTimeout(one.timer);
    const names = this.followed.get(one.key);
    if (names?.get(one.name) === one) names.delete(one.name);
    if (names?.size === 0) this.followed.delete(one.key);
    if (this.followed.size > 0) return;
    clearInterval(this.looking);
    this.looking = undefined;
  }

  private look(): void {
    const before = Date.now() - LOOK_MS;
    for (const one of this.all()) if (one.readAt < before) this.mark(one);
  }

  private mark(one: Followed): void {
    one.stale = true;
    if (one.timer || one.reading) return;
    const rest = Math.max(0, one.readAt + READ_MS - Date.now());
    one.timer = setTimeout(() => {
      one.timer = undefined;
      void this.read(one).catch(() => undefined); // the next look tries again
    }, rest).unref();
  }

  /** Reads it unless that was just done. */
  private async freshen(one: Followed): Promise<void> {
    if (one.reading) return one.reading;
    if (one.found && !one.stale && Date.now() - one.readAt < READ_MS) return;
    return this.read(one);
  }

  private read(one: Followed): Promise<void> {
    one.reading ??= this.readNow(one).finally(() => {
      one.reading = undefined;
      if (one.stale && one.followers.size > 0) this.mark(one);
    });
    return one.reading;
  }

  private async readNow(one: Followed): Promise<void> {
    if (this.reads < MOST_READS) this.reads += 1;
    else await new Promise<void>((go) => this.queue.push(go)); // whoever ends hands their turn on
    one.stale = false;
    one.readAt = Date.now();
    try {
      const [first] = one.followers;
      if (!first) return;
      this.readCount += 1;
      one.found = { value: await this.asNobody(first.here.tenant, one.read) };
    } finally {
      const next = this.queue.shift();
      if (next) next();
      else this.reads -= 1;
    }
    for (const follower of one.followers) offer(follower, one);
  }

  private asNobody<T>(owner: Tenant, read: () => Promise<T>): Promise<T> {
    return inContext(newContext(owner, { requestId: 'live' }), () => inUnit(this.database, true, read));
  }
}

/** A follower that may not see it any longer has ended and says so itself. */
function offer(follower: Follower<unknown, unknown>, one: Followed): void {
  try {
    if (one.found) follower.offer(one.found.value);
  } catch {
    // Its own listener hears the error.
  }
}

function messagesOf(changed: ReadonlyMap<string, ReadonlySet<string>>): string[] {
  return [...changed].flatMap(([id, topics]) => {
    if (topics.size > MOST_TOPICS) return [`${id} *`];
    const all = [...topics];
    return Array.from({ length: Math.ceil(all.length / TOPICS_A_MESSAGE) }, (_, at) => {
      const part = all.slice(at * TOPICS_A_MESSAGE, (at + 1) * TOPICS_A_MESSAGE);
      return `${id} ${part.join(',')}`;
    });
  });
}
