import type Stripe from 'stripe';

/** What billing asks the program for. */
export abstract class BillingHouse {
  /** Talks to Stripe or to the stand-in; nothing where neither is set up: then only invoices by hand. */
  abstract stripe(): Stripe | undefined;
  /** Verifies the signature of an event. @throws when it does not fit */
  abstract event(raw: Buffer, signature: string): Stripe.Event;
  /** Whether payments are a test, without real money. */
  abstract readonly test: boolean;
  /** Address of the operators' console. */
  abstract address(path: string): string;
  /** Tells whoever a tenant's bills go to. */
  abstract write(to: string, subject: string, text: string): Promise<void>;
}
