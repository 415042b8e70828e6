import type { Command } from '../command.js';
import { hostsOf } from '../installation.js';

const args = ['<slug>', '<host>'];

const add: Command = {
  name: 'host add',
  summary: 'give an organisation a host name of its own',
  args,
  options: { trusted: { help: 'take it as proven: no TXT record needed' } },
  async run(call) {
    const { slug, host } = call.args as { slug: string; host: string };
    const trusted = call.flag('trusted');
    const proof = await (await hostsOf(call)).add(slug, host, trusted);
    if (trusted) call.out.say(`${host} answers for ${slug} now`);
    else
      call.out.say(
        `Make this TXT record, then run: madang host verify ${slug} ${host}\n\n  ${proof.record}  TXT  ${proof.value}`,
      );
    return { slug, host, verified: trusted, ...proof };
  },
};

const verify: Command = {
  name: 'host verify',
  summary: 'look for the TXT record and open the host',
  args,
  async run(call) {
    const { slug, host } = call.args as { slug: string; host: string };
    await (await hostsOf(call)).verify(slug, host);
    call.out.say(`${host} answers for ${slug} now`);
    return { slug, host, verified: true };
  },
};

const primary: Command = {
  name: 'host primary',
  summary: 'the host that links and mails name',
  args,
  async run(call) {
    const { slug, host } = call.args as { slug: string; host: string };
    await (await hostsOf(call)).primary(slug, host);
    call.out.say(`links of ${slug} name ${host} now`);
    return { slug, host, primary: true };
  },
};

const remove: Command = {
  name: 'host remove',
  summary: 'take a host name away',
  args,
  async run(call) {
    const { slug, host } = call.args as { slug: string; host: string };
    await (await hostsOf(call)).remove(slug, host);
    call.out.say(`${host} does not answer for ${slug} any more`);
    return { slug, host, removed: true };
  },
};

const list: Command = {
  name: 'host list',
  summary: 'the host names of an organisation',
  args: ['<slug>'],
  async run(call) {
    const { slug } = call.args as { slug: string };
    const hosts = await (await hostsOf(call)).list(slug);
    const { config } = await call.program();
    call.out.table(
      ['host', 'primary', 'verified'],
      [
        [`${slug}.${config.BASE_DOMAIN}`, !hosts.some((h) => h.primary), 'by itself'],
        ...hosts.map((h) => [h.host, h.primary, h.verifiedAt?.toISOString() ?? 'no']),
      ],
    );
    return hosts;
  },
};

export const hostCommands: Command[] = [list, add, verify, primary, remove];
