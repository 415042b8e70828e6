import { Resolver } from 'node:dns/promises';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { connect } from 'node:tls';
import { createGzip } from 'node:zlib';
import { conflict, DomainError, tenant } from '@madang/kernel';
import { TenantDoor, type HostCheck, type SiteHost, type SiteLanguages } from '@madang/commons-settings';
import { exportLines, Hosts, TenancyError, Tenants } from '@madang/platform-tenancy';
import type { Program } from '../program.js';
import { TENANTS_DIR } from '../tenants-dir.js';

const PATIENCE_MS = 4000;
const KINDS: Record<string, DomainError['kind']> = {
  host_taken: 'conflict',
  host_unverified: 'conflict',
  host_unknown: 'missing',
};

/** The platform's half of a tenant, as its own administrators may touch it. */
export class ProgramDoor extends TenantDoor {
  private readonly dns: Resolver;

  constructor(private readonly program: Program) {
    super();
    this.dns = new Resolver({ timeout: PATIENCE_MS / 2, tries: 2 });
    const { DNS_SERVERS } = program.config;
    if (DNS_SERVERS) this.dns.setServers(DNS_SERVERS.split(','));
  }

  override async hosts(): Promise<SiteHost[]> {
    const rows = await this.own('door').list(tenant().slug);
    const given = this.given();
    const chosen = rows.some((row) => row.primary);
    return [
      { host: given, primary: !chosen, verified: true, given: true },
      ...rows
        .filter((row) => row.host !== given)
        .map(({ host, primary, verifiedAt }) => ({ host, primary, verified: verifiedAt !== null, given: false })),
    ];
  }

  override async addHost(host: string, by: string): Promise<void> {
    await inWords(() => this.own(by).add(tenant().slug, host));
    await this.changed();
  }

  override async checkHost(host: string, by: string): Promise<HostCheck> {
    const hosts = this.own(by);
    const known = (await hosts.list(tenant().slug)).find((row) => row.host === host);
    if (!known) throw new DomainError('missing', 'host_unknown');
    const { record, value } = hosts.proof(host);
    const [addresses, ours] = await Promise.all([this.addresses(host), this.addresses(this.given())]);
    const leadsHere = addresses.some((one) => ours.includes(one));
    const proven = await this.proven(record, value);
    if (proven && !known.verifiedAt) {
      await inWords(() => hosts.verify(tenant().slug, host));
      await this.changed();
    }
    // Only what leads to us is shaken hands with: nobody may send us to look at somebody else's machines.
    const hand = leadsHere
      ? await this.shake(
          host,
          addresses.find((one) => ours.includes(one))!,
        )
      : UNKNOWN;
    return {
      host,
      record,
      value,
      proven,
      addresses,
      leadsHere,
      target: this.given(),
      verified: proven || known.verifiedAt !== null,
      ...hand,
    };
  }

  override async makePrimary(host: string, by: string): Promise<void> {
    if (host === this.given())
      await this.program.platform.run(
        'UPDATE platform.hosts SET is_primary = false WHERE tenant_id = $1 AND is_primary',
        [tenant().id],
      );
    else await inWords(() => this.own(by).primary(tenant().slug, host));
    await this.changed();
  }

  override async removeHost(host: string, by: string): Promise<void> {
    await inWords(() => this.own(by).remove(tenant().slug, host));
    await this.changed();
  }

  override async languages(): Promise<SiteLanguages> {
    const { locale, locales, timeZone } = await this.tenants('door').show(tenant().slug);
    return { locale, locales, timeZone };
  }

  override async setLanguages(next: SiteLanguages, was: SiteLanguages, by: string): Promise<void> {
    const there = await this.languages();
    const same = (one: SiteLanguages): string => JSON.stringify([one.locale, [...one.locales].sort(), one.timeZone]);
    if (same(there) !== same(was)) throw conflict('changed_meanwhile');
    await this.tenants(by).describe(tenant().slug, { ...next });
    await this.changed();
  }

  override async everything({ people }: { people: boolean }): Promise<{ name: string; type: string; body: Readable }> {
    const { slug, id } = tenant();
    const { provisioning, platform, config } = this.program;
    const brought = join(config.dataDir, 'themes', id);
    const theme = existsSync(brought) ? brought : join(TENANTS_DIR, slug, 'theme');
    const folders = { files: join(config.dataDir, 'files', id), theme };
    const lines = exportLines(provisioning, platform, slug, { people, folders });
    const zip = createGzip();
    const source = Readable.from(lines, { objectMode: false });
    source.on('error', (error) => zip.destroy(error));
    const name = `${slug}-${new Date().toISOString().slice(0, 10)}.madang.gz`;
    return Promise.resolve({ name, type: 'application/gzip', body: source.pipe(zip) });
  }

  override async close(reason: string, by: string): Promise<void> {
    await this.tenants(by).archive(tenant().slug, reason);
    await this.changed();
  }

  private given(): string {
    return `${tenant().slug}.${this.program.config.BASE_DOMAIN}`;
  }

  private own(actor: string): Hosts {
    const { platform, config } = this.program;
    return new Hosts(platform, {
      baseDomain: config.BASE_DOMAIN,
      secret: config.secret,
      actor,
      resolveTxt: (name) => this.dns.resolveTxt(name),
    });
  }

  private tenants(actor: string): Tenants {
    return new Tenants(this.program.platform, actor);
  }

  private changed(): Promise<void> {
    return this.program.registry.changed(tenant().id);
  }

  private async proven(record: string, value: string): Promise<boolean> {
    const found = await this.dns.resolveTxt(record).catch(() => [] as string[][]);
    return found.some((chunks) => chunks.join('') === value);
  }

  private async addresses(host: string): Promise<string[]> {
    if (host === 'localhost' || host.endsWith('.localhost')) return ['127.0.0.1'];
    const [four, six] = await Promise.all([
      this.dns.resolve4(host).catch(() => [] as string[]),
      this.dns.resolve6(host).catch(() => [] as string[]),
    ]);
    return [...four, ...six];
  }

  private shake(host: string, address: string): Promise<Pick<HostCheck, 'certificate' | 'certificateUntil'>> {
    return new Promise((resolve) => {
      const end = (certificate: HostCheck['certificate'], certificateUntil: Date | null = null): void => {
        socket.destroy();
        resolve({ certificate, certificateUntil });
      };
      const port = this.program.config.TLS_PORT;
      const socket = connect({
        host: address,
        port,
        servername: host,
        rejectUnauthorized: false,
        timeout: PATIENCE_MS,
      });
      socket.once('secureConnect', () => {
        const until = new Date(socket.getPeerCertificate().valid_to);
        if (Number.isNaN(until.getTime())) end('none');
        else end(until < new Date() ? 'expired' : socket.authorized ? 'valid' : 'untrusted', until);
      });
      socket.once('timeout', () => end('none'));
      socket.once('error', () => end('none'));
    });
  }
}

const UNKNOWN = { certificate: 'unknown', certificateUntil: null } as const;

/** What the operator's half refuses, in the words of the API. */
async function inWords<T>(work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    if (error instanceof TenancyError) throw new DomainError(KINDS[error.code] ?? 'invalid', error.code);
    throw error;
  }
}
