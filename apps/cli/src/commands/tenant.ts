import { join } from 'node:path';
import { readPreset, readTenantFolder } from '@madang/commons-site';
import { TenancyError, type TenantOverview } from '@madang/platform-tenancy';
import { loadDemo, siteUrl } from '@madang/server';
import { UsageError, type Call, type Command } from '../command.js';
import { hostsOf, tenantsOf, withServer } from '../installation.js';

const nameOf = ({ name, locale, slug }: TenantOverview): string => name[locale] ?? Object.values(name)[0] ?? slug;

/** `ko=솔숲` or a plain name, which is then the name in the first language. */
function namesOf(given: string[], locale: string): Record<string, string> {
  return Object.fromEntries(
    given.map((text) => {
      const [, language, name] = /^([a-z]{2}(?:-[A-Z]{2})?)=(.+)$/s.exec(text) ?? [];
      return language ? [language, name!] : [locale, text];
    }),
  );
}

const PRESETS = ['district', 'ngo', 'coop', 'blank', 'none'];

/** Gives a new organisation what its preset has: places, boards, pages, menu, home and words. */
async function furnish(call: Call, slug: string, preset: string): Promise<void> {
  const { TENANTS_DIR, provisionFolder } = await loadDemo();
  await withServer(call, async (program, server) => {
    const { name, locale, locales, timeZone } = (await program.registry.get({ slug }))!;
    const about = { slug, name, slogan: name, locale, locales, timeZone, operator: { name }, preset };
    await provisionFolder(program, server, await readPreset(join(TENANTS_DIR, 'presets'), about));
  });
}

const create: Command = {
  name: 'tenant create',
  summary: 'make a new organisation that can be used at once',
  args: ['<slug>'],
  options: {
    name: { value: 'name', help: 'its name, or ko=… and en=… for each language', many: true },
    locales: { value: 'ko,en', help: 'languages of the site, the first by default (ko,en)' },
    zone: { value: 'zone', help: 'time zone (Asia/Seoul)' },
    host: { value: 'host', help: 'a host name of its own, taken as proven', many: true },
    plan: { value: 'plan', help: 'the plan it is on (free)' },
    owner: { value: 'e-mail', help: 'whom to write to about it' },
    placement: { value: 'name', help: 'database it lies in, one of PLACEMENTS (main)' },
    preset: { value: 'preset', help: 'what it starts with: district, ngo, coop, blank (blank), or none' },
  },
  notes:
    'Example: madang tenant create maple --name "ko=단풍마을" --name "en=Maple Village"\nThen make the first administrator: madang person role maple kim@example.org administrator',
  async run(call) {
    const { slug } = call.args as { slug: string };
    const locales = (call.text('locales') ?? 'ko,en').split(',').map((l) => l.trim());
    const zone = call.text('zone') ?? 'Asia/Seoul';
    if (!Intl.supportedValuesOf('timeZone').includes(zone))
      throw new UsageError(`"${zone}" is no time zone; write it like Asia/Seoul.`);
    const preset = call.text('preset') ?? 'blank';
    if (!PRESETS.includes(preset)) throw new UsageError(`"${preset}" is no preset; there are ${PRESETS.join(', ')}.`);
    const given = call.list('name');
    const program = await call.program();
    const started = performance.now();
    await program.provisioning.create({
      slug,
      name: namesOf(given.length > 0 ? given : [slug], locales[0]!),
      locale: locales[0],
      locales,
      timeZone: zone,
      hosts: call.list('host'),
      plan: call.text('plan'),
      ownerEmail: call.text('owner'),
      placement: call.text('placement'),
      by: call.actor,
    });
    const milliseconds = Math.round(performance.now() - started);
    if (preset !== 'none') await furnish(call, slug, preset);
    const tenant = await (await tenantsOf(call)).show(slug);
    const primaryHost = (await program.registry.get({ slug }))!.primaryHost;
    call.out.say(`${nameOf(tenant)} is ready after ${milliseconds} ms: ${siteUrl(program.config, primaryHost, '/')}`);
    return { ...tenant, url: siteUrl(program.config, primaryHost, '/'), milliseconds };
  },
};

const STATES = ['provisioning', 'active', 'suspended', 'archived'] as const;

const list: Command = {
  name: 'tenant list',
  summary: 'all organisations with state, version and hosts',
  options: { state: { value: 'state', help: `only those: ${STATES.join(', ')}` } },
  async run(call) {
    const state = STATES.find((one) => one === call.text('state'));
    if (call.text('state') && !state)
      throw new UsageError(`"${call.text('state')}" is no state; there are ${STATES.join(', ')}.`);
    const all = await (await tenantsOf(call)).list(state ? [state] : undefined);
    const { config } = await call.program();
    call.out.table(
      ['slug', 'name', 'state', 'plan', 'placement', 'version', 'hosts', 'trouble'],
      all.map((t) => [
        t.slug,
        nameOf(t),
        t.state,
        t.plan,
        t.placement,
        t.schemaVersion,
        [`${t.slug}.${config.BASE_DOMAIN}`, ...t.hosts.map(({ host }) => host)].join(' '),
        t.error,
      ]),
    );
    return all;
  },
};

const show: Command = {
  name: 'tenant show',
  summary: 'everything known about one organisation, with what was done to it',
  args: ['<slug>'],
  async run(call) {
    const { slug } = call.args as { slug: string };
    const { platform } = await call.program();
    const tenant = await (await tenantsOf(call)).show(slug);
    const acts = await platform.rows<{ at: Date; actor: string; act: string; details: object }>(
      'SELECT at, actor, act, details FROM platform.audit WHERE tenant_id = $1 ORDER BY at DESC, id DESC LIMIT 20',
      [tenant.id],
    );
    const { hosts, name, ...rest } = tenant;
    call.out.table(
      ['', ''],
      [
        ...Object.entries(name).map(([language, text]): [string, string] => [`name (${language})`, text]),
        ...Object.entries(rest).map(([key, value]): [string, string] => [
          key,
          value instanceof Date ? value.toISOString() : Array.isArray(value) ? value.join(', ') : String(value ?? '-'),
        ]),
        ...hosts.map((h): [string, string] => [
          'host',
          `${h.host}${h.primary ? ' (primary)' : ''}${h.verified ? '' : ' (not verified)'}`,
        ]),
      ],
    );
    call.out.say();
    call.out.table(
      ['at', 'who', 'act', 'details'],
      acts.map((a) => [a.at.toISOString(), a.actor, a.act, JSON.stringify(a.details)]),
    );
    return { ...tenant, acts };
  },
};

/** A command that moves a tenant to another state. */
const move = (
  name: string,
  summary: string,
  done: string,
  run: (call: Call, slug: string) => Promise<void>,
  reason = false,
): Command => ({
  name: `tenant ${name}`,
  summary,
  args: ['<slug>'],
  ...(reason ? { options: { reason: { value: 'text', help: 'why, for the audit' } } } : {}),
  async run(call) {
    const { slug } = call.args as { slug: string };
    await run(call, slug);
    call.out.say(`${slug} ${done}`);
    return (await tenantsOf(call)).show(slug);
  },
});

const rename: Command = {
  name: 'tenant rename',
  summary: 'another slug, and with it another default address',
  args: ['<slug>', '<new-slug>'],
  options: { 'keep-host': { help: 'the old default address goes on answering' } },
  async run(call) {
    const { slug, 'new-slug': to } = call.args as { slug: string; 'new-slug': string };
    const { config } = await call.program();
    const tenants = await tenantsOf(call);
    await tenants.rename(slug, to, call.flag('keep-host') ? `${slug}.${config.BASE_DOMAIN}` : undefined);
    call.out.say(`${slug} is ${to} now: ${siteUrl(config, `${to}.${config.BASE_DOMAIN}`, '/')}`);
    return tenants.show(to);
  },
};

const canary: Command = {
  name: 'tenant canary',
  summary: 'upgrade this tenant before all others, which wait for it',
  args: ['<slug>', '<on|off>'],
  async run(call) {
    const { slug, 'on|off': turn } = call.args as { slug: string; 'on|off': string };
    if (turn !== 'on' && turn !== 'off') throw new UsageError('Say on or off: madang tenant canary <slug> on');
    await (await tenantsOf(call)).canary(slug, turn === 'on');
    call.out.say(`${slug} is ${turn === 'on' ? 'a canary now' : 'no canary any more'}`);
    return (await tenantsOf(call)).show(slug);
  },
};

const apply: Command = {
  name: 'tenant apply',
  summary: 'make or bring an organisation to what its folder says',
  args: ['<dir>'],
  notes:
    'The folder is described in tenants/README.md. A second run changes nothing. What people wrote is never removed.',
  async run(call) {
    const folder = await readTenantFolder(call.args['dir']!);
    const { slug, name, locale, locales, timeZone, hosts } = folder.tenant;
    return withServer(call, async (program, server) => {
      const known = await program.registry.get({ slug });
      if (known && known.state !== 'active')
        throw new TenancyError(
          'wrong_state',
          slug,
          `tenant "${slug}" is ${known.state}; resume it first: madang tenant resume ${slug}`,
        );
      const changes: string[] = known ? [] : ['created'];
      if (known) {
        const described = await (await tenantsOf(call)).describe(slug, { name, locale, locales, timeZone });
        changes.push(...described.map((what) => `platform ${what}`));
        const own = await hostsOf(call);
        const there = new Set((await own.list(slug)).map(({ host }) => host));
        for (const host of hosts.filter((one) => !there.has(one))) {
          await own.add(slug, host, true);
          changes.push(`host ${host}`);
        }
      }
      const { provisionFolder } = await loadDemo();
      changes.push(...(await provisionFolder(program, server, folder)).changes);
      for (const change of changes) call.out.say(`  ${change}`);
      call.out.say(changes.length > 0 ? `${slug}: ${changes.length} changes` : `${slug} is as its folder says`);
      return { slug, changes };
    });
  },
};

export const tenantCommands: Command[] = [
  create,
  list,
  show,
  apply,
  move(
    'suspend',
    'close the site for the time being (503), losing nothing',
    'is suspended; `madang tenant resume` opens it again',
    async (call, slug) => (await tenantsOf(call)).suspend(slug, call.text('reason')),
    true,
  ),
  move('resume', 'open a suspended site, or an archived one within 30 days', 'is open again', async (call, slug) =>
    (await tenantsOf(call)).resume(slug),
  ),
  move(
    'archive',
    'close the site for good (410); reversible for 30 days',
    'is archived; `madang tenant resume` brings it back within 30 days',
    async (call, slug) => (await tenantsOf(call)).archive(slug, call.text('reason')),
    true,
  ),
  rename,
  canary,
];
