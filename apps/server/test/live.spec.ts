import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import { inContext, newContext, newId, type Tenant } from '@madang/kernel';
import { subjectTopic } from '@madang/commons-subjects';
import { openProgram } from '../src/program.js';
import { askAndReset, hangUp, openLine, refusal, type Line, type LineOptions, type LiveMessage } from './kit/live.js';
import { sqlOf, staffOf, type Staff } from './kit/staff.js';
import { openHouse, type House } from './kit/yard.js';

const GROVE = 'grove.localhost';
const HARBOUR = 'harbour.localhost';
const COUNTS = 'subscription ($id: ID!) { proposalCounts(id: $id) { id relates supports comments state } }';

interface Counts {
  relates: number;
  supports: number;
  comments: number;
  state: string;
}
const countsOf = ({ payload }: LiveMessage): Counts =>
  (payload as { data: { proposalCounts: Counts } }).data.proposalCounts;
/** The code a message carries, whether as an error of the operation or beside its data. */
const codeOf = ({ payload }: LiveMessage): string | undefined => {
  const errors = (Array.isArray(payload) ? payload : (payload as { errors?: unknown[] }).errors) as
    { extensions?: { code?: string } }[] | undefined;
  return errors?.[0]?.extensions?.code;
};

describe('live counts', () => {
  let house: House;
  const tenants = new Map<string, Tenant>();
  const people = new Map<string, Staff[]>();
  const open = newId();
  const inner = newId();
  const hidden = newId();

  const sql = (host: string): ReturnType<typeof sqlOf> => sqlOf(house, tenants.get(host)!);
  const act = async (who: Staff, host: string, query: string, variables: object = { id: open }): Promise<void> => {
    const { errors } = await house.gql(host, query, variables, who.headers);
    expect(errors).toBeUndefined();
  };
  const support = (who: Staff, host = GROVE, on = true): Promise<void> =>
    act(who, host, 'mutation ($id: ID!, $on: Boolean!) { supportProposal(id: $id, on: $on) { supports } }', {
      id: open,
      on,
    });
  /** A line that follows an item, with what it was told first. */
  const follow = async (host: string, id = open, options: LineOptions = {}): Promise<[Line, LiveMessage]> => {
    const line = await openLine(house, host, options);
    expect(await line.next()).toEqual({ type: 'connection_ack' });
    line.subscribe(COUNTS, { id });
    return [line, await line.next()];
  };
  const quiet = async (...lines: Line[]): Promise<void> => void (await Promise.all(lines.map((line) => line.leave())));

  beforeAll(async () => {
    house = await openHouse();
    for (const host of [GROVE, HARBOUR]) {
      const slug = host.split('.')[0]!;
      await house.program.provisioning.create({ slug, name: { ko: slug, en: slug }, locales: ['ko', 'en'] });
      tenants.set(host, (await house.program.registry.get({ slug }))!);
      people.set(
        host,
        await Promise.all(Array.from({ length: 4 }, () => staffOf(house, tenants.get(host)!, 'member'))),
      );
      const run = sql(host);
      // The same ids at both: nothing but the tenant tells them apart.
      for (const [id, visibility, at] of [
        [open, 'public', null],
        [inner, 'members', null],
        [hidden, 'public', 'now()'],
      ] as const) {
        const [space, activity] = [newId(), newId()];
        await run(
          `INSERT INTO spaces (id, slug, kind, name, visibility, created_at) VALUES ($1, $2, 'group', '{"ko":"곳"}', $3, now())`,
          [space, `s${id.slice(-6)}`, visibility],
        );
        await run(
          `INSERT INTO activities (id, space_id, method, slug, title, settings, created_at) VALUES ($1, $2, 'proposals', 'proposals', '{"ko":"제안"}', '{}', now())`,
          [activity, space],
        );
        await run(
          `INSERT INTO windows (id, activity_id, interactions) VALUES ($1, $2, '{submit,comment,relate,support}')`,
          [newId(), activity],
        );
        await run(
          `INSERT INTO subjects (id, kind, space_id, activity_id, number, author_id, title, summary, state, state_since, search, search_text, created_at, published_at, active_at, locale, hidden_at)
           VALUES ($1, 'proposal', $2, $3, 1, $4, 'x', 'x', 'collecting', now(), '', '', now(), now(), now(), 'ko', ${at ?? 'NULL'})`,
          [id, space, activity, people.get(host)![0]!.id],
        );
        await run(
          `INSERT INTO proposals (id, background, content, place, threshold, answer_days, collecting_until) VALUES ($1, '', 'x', '', 1000, 30, now() + interval '9 days')`,
          [id],
        );
        if (visibility === 'members')
          await run(
            `INSERT INTO memberships (space_id, person_id, state, requested_at) VALUES ($1, $2, 'member', now())`,
            [space, people.get(host)![1]!.id],
          );
      }
    }
  }, 120_000);
  afterEach(() => hangUp());
  afterAll(() => house?.close());

  it('come at once and after every act, read once for all who look', async () => {
    const lines = await Promise.all(Array.from({ length: 30 }, () => follow(GROVE)));
    expect(lines.map(([, first]) => countsOf(first).supports)).toEqual(Array<number>(30).fill(0));
    const before = house.program.live.readCount;
    await Promise.all(people.get(GROVE)!.map((who) => support(who)));
    const last = await Promise.all(lines.map(([line]) => line.until((message) => countsOf(message).supports === 4)));
    expect(countsOf(last[0]!)).toEqual({ id: open, relates: 0, supports: 4, comments: 0, state: 'collecting' });
    // Four acts in an instant are one read, or two where they straddle it; never one for each who looks.
    expect(house.program.live.readCount - before).toBeLessThanOrEqual(3);
    await act(
      people.get(GROVE)![0]!,
      GROVE,
      'mutation ($input: WriteCommentInput!) { writeComment(input: $input) { id } }',
      { input: { subjectId: open, body: '좋아요' } },
    );
    await lines[0]![0].until((message) => countsOf(message).comments === 1);
    await quiet(...lines.map(([line]) => line));
  });

  it('are a tenant’s own, though ids be equal', async () => {
    const [grove] = await follow(GROVE);
    const [harbour] = await follow(HARBOUR);
    await support(people.get(HARBOUR)![0]!, HARBOUR);
    await harbour.until((message) => countsOf(message).supports === 1);
    await support(people.get(GROVE)![0]!, GROVE, false);
    expect(countsOf(await grove.next()).supports).toBe(3); // the first thing it hears, and all it heard
    expect(grove.heard).toHaveLength(3);
    await quiet(grove, harbour);
  });

  it('are heard of from other processes', async () => {
    const second = await openProgram(house.program.config);
    const tenant = (await second.registry.find(GROVE))!;
    try {
      let shown = 0;
      const heard = await inContext(newContext(tenant), () =>
        second.live.follow({
          topic: subjectTopic(open),
          name: 'spec',
          read: () => Promise.resolve((shown += 1)),
          see: (reads) => reads,
        }),
      );
      await heard.next();
      const told = heard.next();
      await support(people.get(GROVE)![0]!); // by the first process
      expect((await told).value).toBe(2);
      await heard.return!();
    } finally {
      await second.close();
    }
  });

  it('are for whoever may see the item, with the errors of the query', async () => {
    const errors = async (id: string, options: LineOptions = {}): Promise<string | undefined> => {
      const [line, first] = await follow(GROVE, id, options);
      await line.leave();
      return codeOf(first);
    };
    const [author, member, stranger] = people.get(GROVE)!;
    expect(await errors('nonsense')).toBe('proposal_missing');
    expect(await errors(newId())).toBe('proposal_missing');
    expect(await errors(inner)).toBe('proposal_missing');
    expect(await errors(hidden)).toBe('proposal_hidden');
    // By the session of a page, by a token in the first message, by one in the header.
    expect(await errors(hidden, { cookies: author!.cookies, page: true })).toBeUndefined();
    expect(await errors(inner, { cookies: member!.cookies, page: true })).toBeUndefined();
    expect(await errors(inner, { init: { authorization: member!.headers['authorization'] } })).toBeUndefined();
    expect(await errors(inner, { headers: member!.headers })).toBeUndefined();
    expect(await errors(inner, { cookies: stranger!.cookies, page: true })).toBe('proposal_missing');
    // A cookie that came with no page of ours, one of another tenant, and one of nobody.
    expect(await errors(inner, { cookies: member!.cookies })).toBe('proposal_missing');
    expect(await errors(inner, { cookies: people.get(HARBOUR)![1]!.cookies, page: true })).toBe('proposal_missing');
    expect(await errors(inner, { cookies: { madang_session: 'x'.repeat(43) }, page: true })).toBe('proposal_missing');
    for (const authorization of [`Bearer ${'x'.repeat(43)}`, people.get(HARBOUR)![1]!.headers['authorization'], 'x']) {
      const line = await openLine(house, GROVE, { init: { authorization } });
      expect(await line.closed()).toEqual({ code: 4401, reason: 'token_unknown' });
    }
  });

  it('tell somebody how much they have to read, and nobody else', async () => {
    const UNREAD = 'subscription { unreadNoticeCount }';
    const [author, other] = people.get(GROVE)!;
    const unreadOf = async (options: LineOptions): Promise<[Line, LiveMessage]> => {
      const line = await openLine(house, GROVE, options);
      await line.next();
      line.subscribe(UNREAD);
      return [line, await line.next()];
    };
    expect(codeOf((await unreadOf({}))[1])).toBe('sign_in_first');
    const [line, first] = await unreadOf({ cookies: author!.cookies, page: true });
    const [quieter] = await unreadOf({ cookies: other!.cookies, page: true });
    const numberOf = ({ payload }: LiveMessage): number =>
      (payload as { data: { unreadNoticeCount: number } }).data.unreadNoticeCount;
    const before = numberOf(first);
    await act(other!, GROVE, 'mutation ($input: WriteCommentInput!) { writeComment(input: $input) { id } }', {
      input: { subjectId: open, body: '어때요?' },
    });
    await house.server.worker.drain();
    expect(numberOf(await line.next())).toBeGreaterThan(before);
    await act(author!, GROVE, 'mutation { markNoticesRead }', {});
    expect(numberOf(await line.until((message) => numberOf(message) === 0))).toBe(0);
    expect(quieter.heard).toHaveLength(2);
  });

  it('end when the item is hidden, for all but its author', async () => {
    const [author] = people.get(GROVE)!;
    const [line] = await follow(GROVE);
    const [own] = await follow(GROVE, open, { cookies: author!.cookies, page: true });
    const keeper = await staffOf(house, tenants.get(GROVE)!);
    const hide = (on: boolean): Promise<void> =>
      act(keeper, GROVE, 'mutation ($id: ID!, $on: Boolean!) { hideProposal(id: $id, hidden: $on, reason: "x") }', {
        id: open,
        on,
      });
    await hide(true);
    const said = await line.until(({ type }) => type === 'error');
    expect([said.id, codeOf(said)]).toEqual(['1', 'proposal_hidden']);
    await hide(false);
    await act(author!, GROVE, 'mutation ($id: ID!) { relateToProposal(id: $id) { relates } }');
    await own.until((message) => countsOf(message).relates === 1);
    expect(own.heard.some(({ type }) => type === 'error')).toBe(false);
    expect(line.heard.at(-1)).toBe(said); // it hears no more
    await quiet(line, own);
  });

  it('end when who looks may no longer look', async () => {
    const [, member] = people.get(GROVE)!;
    const run = sql(GROVE);
    const [line] = await follow(GROVE, inner, { cookies: member!.cookies, page: true });
    await run(`UPDATE memberships SET state = 'left' WHERE person_id = $1`, [member!.id]).catch(() =>
      run('DELETE FROM memberships WHERE person_id = $1', [member!.id]),
    );
    await house.server.live.lookAtAll();
    expect(codeOf(await line.next())).toBe('proposal_missing');
    line.subscribe(COUNTS, { id: open }, '2');
    expect(countsOf(await line.until(({ id, type }) => id === '2' && type === 'next')).state).toBe('collecting');
    await run('UPDATE sessions SET revoked_at = now() WHERE person_id = $1', [member!.id]);
    await house.server.live.lookAtAll();
    expect(await line.closed()).toEqual({ code: 4401, reason: 'signed_out' });
  });

  it('let nobody in by another door', async () => {
    await house.program.provisioning.create({ slug: 'asleep', name: { ko: 'x' }, locales: ['ko'] });
    const asleep = (await house.program.registry.get({ slug: 'asleep' }))!;
    const [line] = [await openLine(house, 'asleep.localhost')];
    expect((await line.next()).type).toBe('connection_ack');
    await house.program.platform.run(`UPDATE platform.tenants SET state = 'suspended' WHERE id = $1`, [asleep.id]);
    await house.program.registry.changed(asleep.id);
    expect(await line.closed()).toEqual({ code: 4403, reason: 'tenant_away' });
    expect(
      await Promise.all([
        refusal(house, 'asleep.localhost'),
        refusal(house, 'nobody.localhost'),
        refusal(house, 'localhost'),
        refusal(house, GROVE, { path: '/-/live' }),
        refusal(house, GROVE, { path: '/graphql/x' }),
        refusal(house, GROVE, { path: '//graphql' }),
        refusal(house, GROVE, { protocol: 'graphql-ws' }),
        refusal(house, GROVE, { headers: { origin: 'https://evil.example' } }),
        refusal(house, GROVE, { headers: { origin: `http://${HARBOUR}:${house.port}` } }),
        refusal(house, GROVE, { headers: { origin: 'null' } }),
      ]),
    ).toEqual([503, 404, 404, 404, 404, 404, 400, 403, 403, 403]);
    expect((await house.ask(GROVE, '/-/live')).status).toBe(404);
    // Whoever names another protocol asks in the ordinary way, as some proxies do of every request.
    expect((await house.ask(GROVE, '/healthz', { headers: { connection: 'Upgrade', upgrade: 'h2c' } })).status).toBe(
      200,
    );
    // A language may stand before the address, as before every other.
    await (await openLine(house, GROVE, { path: '/en/graphql?x=1' })).leave();
  });

  it('survive whoever asks for an upgrade and breaks the line', async () => {
    for (const path of ['//', '/zzz', '/graphql', '/graphql/', '/-/live', 'x', '/%', '/graphql?%'])
      for (const host of [GROVE, 'nobody.localhost', 'localhost', '[']) await askAndReset(house, host, path);
    await askAndReset(house, GROVE, '/graphql', 'h2c');
    expect((await house.ask(GROVE, '/healthz')).status).toBe(200);
    const [line, first] = await follow(GROVE);
    expect(countsOf(first).state).toBe('collecting');
    line.socket.terminate();
  });

  it('are followed by the client of the documentation', async () => {
    const script = fileURLToPath(new URL('../../../docs/api/example-live.mjs', import.meta.url));
    const client = spawn(process.execPath, [script, `http://${GROVE}:${house.port}`, open]);
    const [said] = (await once(client.stdout, 'data')) as [Buffer];
    expect(said.toString()).toMatch(/state: 'collecting'/);
    client.kill();
    await once(client, 'exit');
  });

  it('answer subscriptions and nothing else, and HTTP answers no subscription', async () => {
    const line = await openLine(house, GROVE);
    await line.next();
    const ask = async (query: string, variables: object = {}): Promise<string | undefined> => {
      line.subscribe(query, variables, newId());
      return codeOf(await line.until(({ type }) => type === 'error' || type === 'next'));
    };
    expect(await ask('{ __typename }')).toBe('live_subscriptions_only');
    expect(await ask('mutation ($id: ID!) { supportProposal(id: $id) { id } }', { id: open })).toBe(
      'live_subscriptions_only',
    );
    expect(await ask('subscription {')).toBe('GRAPHQL_PARSE_FAILED');
    expect(await ask('subscription { nothing }')).toBe('GRAPHQL_VALIDATION_FAILED');
    expect(await ask(COUNTS)).toBeDefined(); // without its variable
    expect(
      await ask(
        `subscription ($id: ID!) { proposalCounts(id: $id) { ${Array.from({ length: 600 }, (_, at) => `a${at}: id`).join(' ')} } }`,
        { id: open },
      ),
    ).toBe('query_too_dear');
    await line.leave();
    const { errors } = await house.gql(GROVE, COUNTS, { id: open });
    expect(errors?.[0]?.extensions.code).toBe('live_by_websocket');
  });

  it('have bounds', async () => {
    const line = await openLine(house, GROVE);
    await line.next();
    for (let at = 0; at < 20; at += 1) line.subscribe(COUNTS, { id: open }, `o${at}`);
    for (let at = 0; at < 20; at += 1) await line.next();
    line.subscribe(COUNTS, { id: open }, 'more');
    expect(codeOf(await line.until(({ id }) => id === 'more'))).toBe('live_full');
    line.say({ id: 'o1', type: 'complete' });
    line.subscribe(COUNTS, { id: open }, 'again');
    expect((await line.until(({ id }) => id === 'again')).type).toBe('next');
    for (let at = 0; at < 100; at += 1) line.say({ type: 'ping' });
    expect(await line.closed()).toEqual({ code: 4429, reason: 'too_many' });

    const large = await openLine(house, GROVE);
    large.subscribe('x'.repeat(20_000));
    expect((await large.closed()).code).toBe(1009);
    const odd = await openLine(house, GROVE);
    odd.say({ type: 'nonsense' });
    expect((await odd.closed()).code).toBe(4400);
    const twice = await openLine(house, GROVE);
    twice.say({ type: 'connection_init' });
    expect((await twice.closed()).code).toBe(4429);
    const early = await openLine(house, GROVE, { init: null });
    early.subscribe(COUNTS, { id: open });
    expect((await early.closed()).code).toBe(4401);
    const mute = await openLine(house, GROVE, { init: null });
    const many = await Promise.all(Array.from({ length: 199 }, () => openLine(house, GROVE)));
    expect(await refusal(house, GROVE)).toBe(429);
    expect(await refusal(house, HARBOUR)).toBe(429); // an address is one, wherever it goes
    await quiet(...many);
    expect(await mute.closed()).toMatchObject({ code: 4408 });
  }, 30_000);

  it('are counted while they are open, and leave nothing behind', async () => {
    const figure = async (name: string): Promise<number> => {
      const { body } = await house.ask('localhost', '/metrics');
      return Number(new RegExp(`^${name}\\{tenant="grove"\\} (\\d+)$`, 'm').exec(body)?.[1] ?? 0);
    };
    const [line] = await follow(GROVE);
    expect(await Promise.all(['madang_live_connections', 'madang_live_subscriptions'].map(figure))).toEqual([1, 1]);
    expect(house.program.live.followedCount).toBe(1);
    line.say({ id: '1', type: 'complete' });
    line.subscribe(COUNTS, { id: 'nonsense' }, '2');
    await line.until(({ id }) => id === '2');
    expect(await figure('madang_live_subscriptions')).toBe(0);
    expect(house.program.live.followedCount).toBe(0);
    await line.leave();
  });

  it('say goodbye when the process ends', async () => {
    const [line] = await follow(GROVE);
    const { close } = house;
    house.close = () => Promise.resolve();
    const closing = close();
    expect(await line.closed()).toEqual({ code: 1001, reason: 'going_away' });
    await closing;
  });
});
