import pg from 'pg';

/** A connection that only listens, renewed when it breaks; never through a pooler in transaction mode. */
export class Listener {
  private client?: pg.Client;
  private closed = false;
  private retry?: NodeJS.Timeout;

  /**
   * @param heard called with each payload
   * @param gap called when notifications may have been lost: whatever was remembered must be read again
   */
  constructor(
    private readonly url: string,
    private readonly channel: 'madang_tenants' | 'madang_spares',
    private readonly heard: (payload: string) => void,
    private readonly gap: () => void = () => undefined,
  ) {}

  async open(): Promise<void> {
    const client = (this.client = new pg.Client({ connectionString: this.url }));
    client.on('notification', ({ payload }) => this.heard(payload ?? '*'));
    client.on('error', () => undefined); // `end` follows
    client.on('end', () => this.again());
    await client.connect();
    await client.query(`LISTEN ${this.channel}`);
  }

  private again(): void {
    if (this.closed) return;
    this.gap();
    this.retry = setTimeout(() => {
      // What happened between the two connections was not heard.
      this.open().then(this.gap, () => this.again());
    }, 1000).unref();
  }

  async close(): Promise<void> {
    this.closed = true;
    clearTimeout(this.retry);
    await this.client?.end().catch(() => undefined);
  }
}
