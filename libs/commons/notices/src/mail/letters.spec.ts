import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { inContext, newContext, SYSTEM, VISITOR } from '@madang/kernel';
import { Confirmations, MailLinks } from '@madang/commons-people';
import { openGround, type Ground } from '../../test/ground.js';
import { LetterMails } from './letters.js';
import { MailRefused } from './mail-room.js';

const ORIGIN = { address: '192.0.2.7', userAgent: 'spec' };

describe('mails of links', () => {
  let ground: Ground;

  beforeAll(async () => {
    ground = await openGround('letters');
  });
  afterAll(() => ground.yard.close());
  beforeEach(() => {
    ground.room.sent.length = 0;
    ground.room.refuse = undefined;
  });

  /** A link to sign in for a new person; gives its id, as the job is called with it. */
  async function link(email: string): Promise<string> {
    const { yard, tenant } = ground;
    const person = await yard.person(tenant, { email });
    return yard.as(tenant, SYSTEM, () =>
      yard.get(MailLinks).send({ email, purpose: 'sign_in', personId: person.personId, data: { locale: 'ko' } }),
    );
  }
  const run = (linkId: string): Promise<void> =>
    inContext(newContext(ground.tenant, { actor: SYSTEM, now: () => ground.yard.clock.now }), () =>
      ground.yard.get(LetterMails).send({ linkId }),
    );
  const secretIn = (text: string): string => /\/link\/([\w-]{43})/.exec(text)![1]!;
  const press = (secret: string): Promise<unknown> =>
    ground.yard.as(ground.tenant, VISITOR, () => ground.yard.get(Confirmations).confirm(secret, {}, ORIGIN));
  const kept = (id: string): Promise<object[]> =>
    ground.row('SELECT state, attempts, error, recipient FROM mails WHERE id = $1', [id]);

  it('carry a link that works, to the address alone', async () => {
    const id = await link('one@spec.example');
    await run(id);
    expect(ground.room.sent).toHaveLength(1);
    const [mail] = ground.room.sent;
    expect(mail).toMatchObject({ to: 'one@spec.example', subject: expect.stringContaining('로그인 링크') });
    expect(mail!.headers).not.toHaveProperty('List-Unsubscribe');
    await expect(press(secretIn(mail!.text))).resolves.toMatchObject({ flash: 'people.flash.sign_in' });
    expect(await kept(id)).toEqual([{ state: 'sent', attempts: 1, error: null, recipient: 'one@spec.example' }]);
  });

  it('put neither address nor secret into the queue', async () => {
    const id = await link('queue@spec.example');
    await run(id);
    const queued = await ground.yard.outbox();
    expect(queued.filter((job) => job.payload['linkId'] === id)).toEqual([
      { topic: 'links.mail', payload: { linkId: id } },
    ]);
    for (const word of ['queue@spec.example', secretIn(ground.room.sent[0]!.text)])
      expect(JSON.stringify(queued)).not.toContain(word);
  });

  it('go out once, however often the job runs, and the link in them stays good', async () => {
    const id = await link('often@spec.example');
    await Promise.all([run(id), run(id), run(id)]);
    await run(id);
    expect(ground.room.sent).toHaveLength(1);
    await expect(press(secretIn(ground.room.sent[0]!.text))).resolves.toBeDefined();
  });

  it('are tried again after a refusal, with a link that works', async () => {
    const id = await link('again@spec.example');
    ground.room.refuse = () => new MailRefused('ECONNECTION', false);
    await run(id);
    expect(await kept(id)).toMatchObject([{ state: 'waiting', attempts: 1, error: 'ECONNECTION' }]);
    ground.room.refuse = undefined;
    ground.yard.clock.advance({ minutes: 2 });
    await run(id);
    await expect(press(secretIn(ground.room.sent[0]!.text))).resolves.toBeDefined();
    expect(await kept(id)).toMatchObject([{ state: 'sent', attempts: 2 }]);
  });

  it('are not sent for a link that is over', async () => {
    const id = await link('over@spec.example');
    ground.room.refuse = () => new MailRefused('ECONNECTION', false);
    await run(id).catch(() => undefined);
    ground.room.refuse = undefined;
    ground.yard.clock.advance({ minutes: 21 });
    await run(id);
    expect(ground.room.sent).toEqual([]);
    expect(await kept(id)).toMatchObject([{ state: 'failed', error: 'link over' }]);
  });

  it('of one tenant mean nothing in another', async () => {
    const id = await link('mine@spec.example');
    const other = await ground.yard.tenant('letters-other');
    await inContext(newContext(other, { actor: SYSTEM, now: () => ground.yard.clock.now }), () =>
      ground.yard.get(LetterMails).send({ linkId: id }),
    );
    expect(ground.room.sent).toEqual([]);
    await run(id);
    expect(ground.room.sent).toHaveLength(1);
  });
});
