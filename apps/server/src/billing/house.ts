import { createRequire } from 'node:module';
import type Stripe from 'stripe';
import { BillingHouse } from '@madang/platform-billing';
import { siteUrl } from '../config.js';
import { ProgramHouse } from '../operator/house.js';
import type { Program } from '../program.js';
import type { StripeStandIn } from './standin/server.js';

/** A client of Stripe; its library is loaded only where something is paid by it, since it holds some megabytes. */
function stripe(key: string, config: ConstructorParameters<typeof Stripe>[1]): Stripe {
  const load = createRequire(import.meta.url);
  return new (load('stripe') as typeof Stripe)(key, config);
}

/** How this installation is paid: by Stripe where keys are given, by a stand-in while developing, else by invoice alone. */
export class ProgramBilling extends BillingHouse {
  private client?: Stripe;
  private secret?: string;
  private testing = false;
  private readonly mail: ProgramHouse;

  constructor(private readonly program: Program) {
    super();
    this.mail = new ProgramHouse(program);
    const { STRIPE_SECRET_KEY: key, STRIPE_WEBHOOK_SECRET: secret } = program.config;
    if (!key || !secret) return;
    this.client = stripe(key, { maxNetworkRetries: 2, timeout: 10_000, telemetry: false });
    this.secret = secret;
    this.testing = key.includes('_test_');
  }

  /** Pays by the stand-in from now on; not where real keys were given. */
  useStandIn(standIn: StripeStandIn): void {
    if (this.client && !this.testing) throw new Error('this installation takes real money');
    this.client = stripe(standIn.secretKey, {
      host: '127.0.0.1',
      port: standIn.port,
      protocol: 'http',
      maxNetworkRetries: 0,
      timeout: 5000,
      telemetry: false,
    });
    this.secret = standIn.webhookSecret;
    this.testing = true;
  }

  override get test(): boolean {
    return this.testing;
  }

  override stripe(): Stripe | undefined {
    return this.client;
  }

  override event(raw: Buffer, signature: string): Stripe.Event {
    if (!this.client || !this.secret) throw new Error('no payments by Stripe here');
    return this.client.webhooks.constructEvent(raw, signature, this.secret);
  }

  override address(path: string): string {
    return siteUrl(this.program.config, this.program.config.BASE_DOMAIN, path);
  }

  override write(to: string, subject: string, text: string): Promise<void> {
    return this.mail.send({ to, subject, text });
  }
}
