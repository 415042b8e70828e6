import { Injectable } from '@nestjs/common';
import { conflict } from '@madang/kernel';
import type { SiteAccount, SiteFeature, SitePlan } from './plan.types.js';

/** What the host's billing does for the current tenant. A program that binds none has no plans. */
@Injectable()
export class PlanDesk {
  account(): Promise<SiteAccount> {
    return Promise.reject(conflict('billing_unavailable'));
  }

  plans(): Promise<SitePlan[]> {
    return Promise.resolve([]);
  }

  /** Every feature a plan may leave out, and whether this site has it. */
  features(): Promise<SiteFeature[]> {
    return Promise.resolve([]);
  }

  /** Talks to the payment service. @returns the address to go to */
  checkout(_plan: string, _period: 'month' | 'year'): Promise<string> {
    return Promise.reject(conflict('billing_unavailable'));
  }

  /** Talks to the payment service. @returns the address to go to */
  portal(): Promise<string> {
    return Promise.reject(conflict('billing_unavailable'));
  }
}
