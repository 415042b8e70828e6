import { MAIN, PlacementUnavailable, type Isolation } from '@madang/kernel';
import { bootstrap, databaseUrls } from './bootstrap.js';
import { Placement } from './placement.js';

/** Addresses of a database beside `main`. */
export interface PlacementAddress {
  /** As a role that may create roles and schemas. */
  admin: string;
  /** For requests and jobs, when a pooler stands between. */
  app?: string;
}

export interface PlacementsOptions {
  addresses: ReadonlyMap<string, PlacementAddress>;
  secret: string;
  isolation?: Isolation;
  /** Told when one cannot be used, and again only after it could. */
  trouble?: (name: string, why: string) => void;
}

/** Milliseconds until a database that failed is tried again. */
const PAUSE_MS = 5000;

interface Opened {
  placement: Placement;
  appUrl: string;
}

/**
 * The databases tenants can lie in, by name. `main` is always there; each other one is prepared when it is first
 * asked for and tried again from time to time, so that one that is down stops nobody but its own tenants.
 */
export class Placements {
  private readonly opened = new Map<string, { ready: Promise<Opened>; failedAt?: number }>(); // as many as are named
  private readonly troubled = new Set<string>(); // names among the above

  constructor(
    readonly main: Placement,
    private readonly options: PlacementsOptions = { addresses: new Map(), secret: '' },
  ) {}

  /** `main` first. */
  names(): string[] {
    return [MAIN, ...this.options.addresses.keys()];
  }

  has(name: string): boolean {
    return name === MAIN || this.options.addresses.has(name);
  }

  /** @throws PlacementUnavailable */
  async at(name: string): Promise<Placement> {
    return name === MAIN ? this.main : (await this.open(name)).placement;
  }

  /** Where requests and jobs connect to. @throws PlacementUnavailable */
  async appUrl(name: string): Promise<string> {
    return (await this.open(name)).appUrl;
  }

  /** Those that can be used now, `main` first. */
  async usable(): Promise<Placement[]> {
    const found = await Promise.allSettled(this.names().map((name) => this.at(name)));
    return found.flatMap((one) => (one.status === 'fulfilled' ? [one.value] : []));
  }

  async close(): Promise<void> {
    for (const { ready } of this.opened.values()) await ready.then(({ placement }) => placement.close()).catch(() => 0);
  }

  private open(name: string): Promise<Opened> {
    const known = this.opened.get(name);
    if (known && (known.failedAt === undefined || Date.now() - known.failedAt < PAUSE_MS)) return known.ready;
    const entry: { ready: Promise<Opened>; failedAt?: number } = { ready: this.prepare(name) };
    this.opened.set(name, entry);
    entry.ready.then(
      () => this.troubled.delete(name),
      (error: PlacementUnavailable) => {
        entry.failedAt = Date.now();
        if (!this.troubled.has(name)) this.options.trouble?.(name, error.why);
        this.troubled.add(name);
      },
    );
    return entry.ready;
  }

  private async prepare(name: string): Promise<Opened> {
    const address = this.options.addresses.get(name);
    if (!address)
      throw new PlacementUnavailable(name, `there is no database "${name}" in PLACEMENTS; name it there again`);
    const [row] = await this.main.platform.rows<{ id: string }>(
      `SELECT value #>> '{}' AS id FROM platform.settings WHERE key = 'installation'`,
    );
    const { secret, isolation } = this.options;
    const options = { adminUrl: address.admin, secret, isolation, appUrl: address.app };
    try {
      await bootstrap({ ...options, placement: { name, installation: row!.id } });
    } catch (cause) {
      throw new PlacementUnavailable(name, `the database "${name}" cannot be used: ${(cause as Error).message}`, {
        cause,
      });
    }
    const urls = databaseUrls(options);
    return { placement: new Placement(name, address.admin, urls.platform), appUrl: urls.app };
  }
}
