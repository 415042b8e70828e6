import {
  RateLimiterMemory,
  RateLimiterPostgres,
  RateLimiterRes,
  type RateLimiterAbstract,
} from 'rate-limiter-flexible';
import { contextIfAny, DomainError } from '@madang/kernel';
import type { PlatformDatabase } from '@madang/platform-tenancy';

export interface Limit {
  name: string;
  points: number;
  seconds: number;
}

/**
 * Rate limits per tenant and address. Everyday ones are counted in this process; the named ones that
 * guard sign-in and mail are counted in PostgreSQL, so that all processes count together.
 */
export class Limits {
  private readonly limiters = new Map<string, RateLimiterAbstract>(); // one per limit named in code

  constructor(
    private readonly platform: PlatformDatabase,
    private readonly factor = 1,
  ) {}

  /** Takes a point, or as many as something costs. @throws DomainError too_many with the minutes to wait */
  async take(limit: Limit, address: string, points = 1): Promise<void> {
    const key = `${contextIfAny()?.tenant.id ?? 'platform'}:${address}`;
    try {
      await this.limiter(limit).consume(key, points);
    } catch (error) {
      if (!(error instanceof RateLimiterRes)) throw error;
      throw new DomainError('too_many', 'too_many', { minutes: Math.max(1, Math.ceil(error.msBeforeNext / 60_000)) });
    }
  }

  private limiter(limit: Limit): RateLimiterAbstract {
    const known = this.limiters.get(limit.name);
    if (known) return known;
    const options = { points: limit.points * this.factor, duration: limit.seconds, keyPrefix: limit.name };
    const limiter =
      limit.name === 'post' || limit.name === 'graphql' || limit.name.startsWith('api-')
        ? new RateLimiterMemory(options)
        : new RateLimiterPostgres({
            ...options,
            storeClient: this.platform.pool,
            schemaName: 'platform',
            tableName: 'rate_limits',
            tableCreated: true,
            insuranceLimiter: new RateLimiterMemory(options),
          });
    this.limiters.set(limit.name, limiter);
    return limiter;
  }
}
