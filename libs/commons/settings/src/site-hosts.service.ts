import { Injectable } from '@nestjs/common';
import { actor, demand, demandFeature, readInput } from '@madang/kernel';
import { record } from '@madang/commons-audit';
import { TenantDoor, type HostCheck, type SiteHost } from './door.js';
import { HostInput } from './settings.inputs.js';

/** Where the site answers: hosts of its own, proven by the DNS, one of them the primary. */
@Injectable()
export class SiteHosts {
  constructor(private readonly door: TenantDoor) {}

  list(): Promise<SiteHost[]> {
    demand('change', 'Settings');
    return this.door.hosts();
  }

  /** Adds a host; it answers once it is proven. @returns what to enter in the DNS, and what is there already */
  async add(raw: HostInput): Promise<HostCheck> {
    const host = this.read(raw);
    await demandFeature('own_host');
    await this.door.addHost(host, by());
    const found = await this.door.checkHost(host, by());
    await record('settings.host_added', 'host', host);
    return found;
  }

  /** Looks a host up in the DNS, and opens it when it is proven. */
  async check(raw: HostInput): Promise<HostCheck> {
    const host = this.read(raw);
    const before = (await this.door.hosts()).find((one) => one.host === host)?.verified ?? false;
    const found = await this.door.checkHost(host, by());
    if (found.verified && !before) await record('settings.host_verified', 'host', host);
    return found;
  }

  /** Makes a host the one that links and mails name. */
  async makePrimary(raw: HostInput): Promise<void> {
    const host = this.read(raw);
    await this.door.makePrimary(host, by());
    await record('settings.host_primary', 'host', host);
  }

  /** Takes a host away. */
  async remove(raw: HostInput): Promise<void> {
    const host = this.read(raw);
    await this.door.removeHost(host, by());
    await record('settings.host_removed', 'host', host);
  }

  private read(raw: HostInput): string {
    demand('change', 'Settings');
    return nameIn(readInput(HostInput, raw).host);
  }
}

/** The host in what was typed or copied from an address line, as the DNS and the list of hosts write it. */
const nameIn = (typed: string): string => URL.parse(`http://${typed.replace(/^https?:\/\//i, '')}`)?.hostname ?? typed;

/** Whoever acts, as the operators' audit names them: an id, no name. */
export const by = (): string => `tenant:${actor().personId ?? actor().kind}`;
