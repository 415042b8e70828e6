import pg from 'pg';

/** What processes of one installation tell each other by. */
export type Channel = 'madang_tenants' | 'madang_spares' | 'madang_live';

/** What is done with the messages of a channel. */
export type Hears = Partial<Record<Channel, (payload: string) => void>>;

/** A connection that only listens, renewed when it breaks; never through a pooler in transaction mode. */
export class Listener {
  private client?: pg.Client;
  private closed = false;
  private retry?: NodeJS.Timeout;

  /**
   * @param hears called with each payload of their channel
   * @param gap called when notifications may have been lost: whatever was remembered must be read again
   */
  constructor(
    private readonly url: string,
    private readonly hears: Hears,
    private readonly gap: () => void = () => undefined,
    /** Milliseconds between attempts to come back. */
    private readonly pause = 1000,
  ) {}

  async open(): Promise<void> {
    const client = (this.client = new pg.Client({ connectionString: this.url }));
    client.on('notification', ({ channel, payload }) => this.hears[channel as Channel]?.(payload ?? '*'));
    client.on('error', () => undefined); // `end` follows
    client.once('end', () => this.again(client));
    await client.connect();
    await client.query(
      Object.keys(this.hears)
        .map((channel) => `LISTEN ${channel}`)
        .join('; '),
    );
  }

  /** One attempt at a time: a connection that fails both ends and rejects, and must not be counted twice. */
  private again(lost: pg.Client | undefined): void {
    if (this.closed || this.retry || lost !== this.client) return;
    this.gap();
    this.retry = setTimeout(() => {
      this.retry = undefined;
      // What happened between the two connections was not heard.
      this.open().then(this.gap, () => this.again(this.client));
    }, this.pause).unref();
  }

  async close(): Promise<void> {
    this.closed = true;
    clearTimeout(this.retry);
    await this.client?.end().catch(() => undefined);
  }
}
