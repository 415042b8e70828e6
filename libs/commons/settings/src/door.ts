import { Injectable } from '@nestjs/common';
import type { Readable } from 'node:stream';

/** A host of the site. */
export interface SiteHost {
  host: string;
  primary: boolean;
  verified: boolean;
  /** `<slug>.<base domain>`: always there, never added or removed. */
  given: boolean;
}

/** What a look at a host found. */
export interface HostCheck {
  host: string;
  verified: boolean;
  /** The TXT record that proves the host, and whether it is there. */
  record: string;
  value: string;
  proven: boolean;
  /** Where the host should lead, where it leads, and whether that is here. */
  target: string;
  addresses: string[];
  leadsHere: boolean;
  /** State of the certificate the host answers with: `unknown` until it leads here. */
  certificate: 'valid' | 'expired' | 'untrusted' | 'none' | 'unknown';
  certificateUntil: Date | null;
}

/** Languages and time of the site, as the platform keeps them. */
export interface SiteLanguages {
  locale: string;
  locales: string[];
  timeZone: string;
}

/**
 * The operator's half of the current tenant: what is kept in the platform's tables and reached over the network.
 * The server binds it; `by` names whoever acts, for the operators' audit. Called before the unit of work is
 * opened, never inside it.
 */
@Injectable()
export class TenantDoor {
  hosts(): Promise<SiteHost[]> {
    return unbound();
  }

  /** @throws DomainError host_taken, host_invalid */
  addHost(_host: string, _by: string): Promise<void> {
    return unbound();
  }

  /** Looks the host up in the DNS and shakes its hand; opens it once it is proven. */
  checkHost(_host: string, _by: string): Promise<HostCheck> {
    return unbound();
  }

  /** @throws DomainError host_unverified */
  makePrimary(_host: string, _by: string): Promise<void> {
    return unbound();
  }

  removeHost(_host: string, _by: string): Promise<void> {
    return unbound();
  }

  languages(): Promise<SiteLanguages> {
    return unbound();
  }

  /** @throws DomainError changed_meanwhile unless what is there is still `was` */
  setLanguages(_next: SiteLanguages, _was: SiteLanguages, _by: string): Promise<void> {
    return unbound();
  }

  /** Everything of the site as one compressed file, written while it is read. */
  everything(_contents: { people: boolean }): Promise<{ name: string; type: string; body: Readable }> {
    return unbound();
  }

  /** Closes the site: it answers 410, and can be opened again for 30 days. */
  close(_reason: string, _by: string): Promise<void> {
    return unbound();
  }
}

function unbound(): never {
  throw new Error('no door to the platform is bound: see apps/server/src/http/tenant-door.ts');
}
