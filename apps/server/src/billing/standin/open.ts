import type { ProgramBilling } from '../house.js';
import { StripeStandIn } from './server.js';

/** Opens a stand-in that sends its events to this server, and has the server pay by it. */
export async function openStandIn(billing: ProgramBilling, baseDomain: string, port: number): Promise<StripeStandIn> {
  const standIn = await new StripeStandIn({
    webhook: { port: () => port, host: `${baseDomain}:${port}`, path: '/stripe/webhook' },
  }).open();
  billing.useStandIn(standIn);
  return standIn;
}
