import type { Hosts } from '@madang/platform-tenancy';

/** Acts on hosts in somebody's name. */
export abstract class HostsOf {
  abstract by(actor: string): Hosts;
}
