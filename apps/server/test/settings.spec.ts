import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { gunzipSync } from 'node:zlib';
import { cloneTenant } from '@madang/platform-tenancy';
import { hashSecret, newId, newSecret } from '@madang/kernel';
import { openHandshakes, openNames, type Records } from './kit/names.js';
import { openHouse, type House } from './kit/yard.js';

const OWN = 'participate.spec.example';

describe('settings of a site', () => {
  let house: House;
  let names: Awaited<ReturnType<typeof openNames>>;
  let hands: Awaited<ReturnType<typeof openHandshakes>>;
  const records: Records = { txt: {}, a: {} };
  const cookies = new Map<string, string>();
  const host = 'maple.localhost';

  const gql = async <T = unknown>(query: string, role = 'administrator'): Promise<T> => {
    const answer = await house.gql(host, query, {}, { cookie: `madang_session=${cookies.get(role)!}` });
    if (answer.errors) throw Object.assign(new Error(answer.errors[0]!.extensions.code), { errors: answer.errors });
    return answer.data as T;
  };
  const check = (call: 'addHost' | 'checkHost', of = OWN): Promise<Record<'record' | 'value', string>> =>
    gql<Record<string, Record<'record' | 'value', string>>>(
      `mutation { ${call}(input: { host: "${of}" }) { host verified record value proven target addresses leadsHere certificate certificateUntil } }`,
    ).then((data) => data[call]!);

  beforeAll(async () => {
    names = await openNames(records);
    hands = await openHandshakes();
    house = await openHouse({ DNS_SERVERS: names.address, TLS_PORT: String(hands.port) });
    await house.program.provisioning.create({
      slug: 'maple',
      name: { ko: '단풍', en: 'Maple' },
      locales: ['ko', 'en'],
    });
    const tenant = (await house.program.registry.get({ slug: 'maple' }))!;
    await house.program.provisioning.withAdmin(async (client) => {
      for (const role of ['administrator', 'member']) {
        const [id, secret] = [newId(), newSecret()];
        cookies.set(role, secret);
        await client.query(
          `INSERT INTO ${tenant.schema}.people (id, email, display_name, role, created_at) VALUES ($1, $2, $3, $4, now())`,
          [id, `${role}@spec.example`, role, role],
        );
        await client.query(
          `INSERT INTO ${tenant.schema}.sessions (id, person_id, token_hash, created_at, last_seen_at, expires_at) VALUES ($1, $2, $3, now(), now(), now() + interval '1 day')`,
          [newId(), id, hashSecret(secret)],
        );
      }
    });
  }, 60_000);
  afterAll(async () => {
    await house.close();
    await names.close();
    await hands.close();
  });

  it('adds a host of its own and says what to enter in the DNS', async () => {
    const added = await check('addHost');
    expect(added).toMatchObject({
      host: OWN,
      verified: false,
      record: `_madang.${OWN}`,
      value: expect.stringMatching(/^madang=/),
      proven: false,
      target: 'maple.localhost',
      addresses: [],
      leadsHere: false,
      certificate: 'unknown',
    });
    expect((await house.ask(OWN, '/')).status).toBe(404);
    await expect(check('addHost', 'other.localhost')).rejects.toThrow('host_invalid');
    await expect(check('addHost', '10.0.0.1')).rejects.toThrow('host_invalid');
    await expect(check('checkHost', 'never.example')).rejects.toThrow('host_unknown');
    const copied = 'https://마당.Spec.example/pages/about';
    expect(await check('addHost', copied)).toMatchObject({ host: 'xn--ok1b32k.spec.example' });
    await gql(`mutation { removeHost(input: { host: "${copied}" }) }`);
  });

  it('opens it once the TXT record is there, and tells where it leads and what certificate it shows', async () => {
    const { record, value } = await check('checkHost');
    records.txt[record] = 'madang=somebody-elses';
    expect(await check('checkHost')).toMatchObject({ verified: false, proven: false });
    records.txt[record] = value;
    records.a[OWN] = '192.0.2.1';
    expect(await check('checkHost')).toMatchObject({
      ...{ verified: true, proven: true, addresses: ['192.0.2.1'], leadsHere: false, certificate: 'unknown' },
    });
    expect((await house.ask(OWN, '/')).status).toBe(200);
    records.a[OWN] = '127.0.0.1';
    expect(await check('checkHost')).toMatchObject({
      ...{ leadsHere: true, certificate: 'untrusted', certificateUntil: '2049-01-01T00:00:00.000Z' },
    });
    hands.renew(new Date('2021-01-01'));
    expect(await check('checkHost')).toMatchObject({ certificate: 'expired' });
  });

  it('makes a proven host the primary one and goes back when it is removed', async () => {
    type Row = { host: string; primary: boolean; verified: boolean; given: boolean };
    const hosts = async (): Promise<string[]> =>
      (await gql<{ siteHosts: Row[] }>('{ siteHosts { host primary verified given } }')).siteHosts.map((one) =>
        [one.host, one.primary && 'primary', one.verified && 'verified', one.given && 'given']
          .filter(Boolean)
          .join(' '),
      );
    await check('addHost', 'later.spec.example');
    await expect(gql('mutation { makeHostPrimary(input: { host: "later.spec.example" }) }')).rejects.toThrow(
      'host_unverified',
    );
    await gql(`mutation { makeHostPrimary(input: { host: "${OWN}" }) }`);
    expect(await hosts()).toEqual(['maple.localhost verified given', `${OWN} primary verified`, 'later.spec.example']);
    await gql(`mutation { removeHost(input: { host: "${OWN}" }) }`);
    expect(await hosts()).toEqual(['maple.localhost primary verified given', 'later.spec.example']);
    expect((await house.ask(OWN, '/')).status).toBe(404);
  });

  it('changes languages on what was read, so that two do not undo each other', async () => {
    const set = (next: string, was: string): Promise<unknown> =>
      gql(`mutation { setLanguages(input: { ${next}, was: { ${was} } }) }`);
    const both = 'locale: "ko", locales: ["ko", "en"], timeZone: "Asia/Seoul"';
    const one = 'locale: "en", locales: ["en"], timeZone: "Europe/Warsaw"';
    await expect(set('locale: "ko", locales: ["en"], timeZone: "Asia/Seoul"', both)).rejects.toThrow('invalid_input');
    await expect(set('locale: "xx", locales: ["xx"], timeZone: "Asia/Seoul"', both)).rejects.toThrow('invalid_input');
    await set(one, both);
    expect(await gql('{ siteLanguages { locale locales timeZone } }')).toEqual({
      siteLanguages: { locale: 'en', locales: ['en'], timeZone: 'Europe/Warsaw' },
    });
    await expect(set(both, both)).rejects.toThrow('changed_meanwhile');
    await set(both, one);
  });

  it('hands everything of the site over as one file, once, to whoever asked', async () => {
    const { url } = (await gql<{ exportSite: { url: string } }>('mutation { exportSite(people: true) { url } }'))
      .exportSite;
    const ask = (role: string): ReturnType<House['ask']> =>
      house.ask(host, url, { cookies: { madang_session: cookies.get(role)! } });
    expect((await ask('member')).status).toBe(403);
    const file = await ask('administrator');
    expect([file.status, file.headers['content-disposition']]).toEqual([
      200,
      expect.stringMatching(/maple-.*\.madang\.gz/),
    ]);
    const lines = gunzipSync(file.bytes).toString('utf8').trim().split('\n');
    expect(JSON.parse(lines[0]!)).toMatchObject({ $: 'madang-export', tenant: { slug: 'maple' } });
    expect(JSON.parse(lines.at(-1)!)).toMatchObject({ $: 'end' });
    expect((await ask('administrator')).status).toBe(410);
  });

  it('keeps an audit that the program cannot change, however the site came to be', async () => {
    const { provisioning, platform, registry } = house.program;
    await provisioning.stock(1);
    await provisioning.create({ slug: 'spare-made', name: { ko: '여벌' } });
    const folder = { actor: 'spec', filesDir: house.program.config.dataDir };
    await cloneTenant(provisioning, platform, 'maple', 'maple-copy', folder);
    for (const slug of ['maple', 'spare-made', 'maple-copy']) {
      const { schema } = (await registry.get({ slug }))!;
      const rights = await provisioning.withAdmin(async (client) => {
        const { rows } = await client.query<Record<string, boolean>>(
          `SELECT has_table_privilege($1, $2, 'INSERT') AS add, has_table_privilege($1, $2, 'UPDATE') AS change,
                  has_table_privilege($1, $2, 'DELETE') AS remove, has_table_privilege($1, $2, 'TRUNCATE') AS empty,
                  pg_has_role($1, (SELECT tableowner FROM pg_tables WHERE schemaname = $1 AND tablename = 'audit'), 'MEMBER') AS owns`,
          [schema, `${schema}.audit`],
        );
        return rows[0];
      });
      expect([slug, rights]).toEqual([slug, { add: true, change: false, remove: false, empty: false, owns: false }]);
    }
    await provisioning.stock(0);
  });

  it('is refused to everybody else', async () => {
    for (const call of [
      '{ siteHosts { host } }',
      '{ siteLanguages { locale } }',
      'mutation { exportSite { url } }',
      'mutation { closeSite(input: { confirm: "단풍", reason: "x" }) }',
      `mutation { addHost(input: { host: "${OWN}" }) { host } }`,
    ])
      await expect(gql(call, 'member')).rejects.toThrow('denied');
  });

  it('closes the site by its typed name; the operator opens it again', async () => {
    const close = (name: string): Promise<unknown> =>
      gql(`mutation { closeSite(input: { confirm: "${name}", reason: "끝" }) }`);
    await expect(close('단퐁')).rejects.toThrow('invalid_input');
    await close('단풍');
    expect((await house.ask(host, '/')).status).toBe(410);
  });
});
