import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { MailLinks, type LinkPurpose } from '@madang/commons-people';
import { inContext, newContext, newId, registerQuotas, SYSTEM } from '@madang/kernel';
import { openGround, type Ground } from '../../test/ground.js';
import { Announcer } from '../announcer.js';
import { Digests } from './digests.js';
import { LetterMails } from './letters.js';
import { MailCare } from './mail-quota.js';
import { MailRefused } from './mail-room.js';
import { NoticeMails } from './notice-mails.js';

describe('the mails of a plan', () => {
  let ground: Ground;
  let limit: number | null = null;
  let jobs = 0;
  beforeAll(async () => {
    ground = await openGround('quota');
    registerQuotas((kind) => Promise.resolve(kind === 'mails_month' ? limit : null));
  });
  afterAll(async () => {
    registerQuotas(undefined);
    await ground.yard.close();
  });
  beforeEach(async () => {
    ground.room.refuse = undefined;
    for (const table of ['notices', 'mails', 'mail_months', 'notice_choices']) await ground.row(`DELETE FROM ${table}`);
    ground.room.sent.length = 0;
    ground.yard.clock.now = new Date('2026-11-23T03:00:00Z');
  });

  const free = <T>(work: () => Promise<T>): Promise<T> =>
    inContext(newContext(ground.tenant, { actor: SYSTEM, now: () => ground.yard.clock.now }), work);
  const announce = async (): Promise<string> => {
    const event = await ground.happens('proposals.submitted', await ground.proposal());
    await ground.yard.as(ground.tenant, SYSTEM, () => ground.yard.get(Announcer).announce({ eventId: event }));
    return (await ground.row<{ id: string }>('SELECT id FROM notices WHERE event_id = $1', [event]))[0]!.id;
  };
  const announced = async (many: number): Promise<string[]> => {
    const ids: string[] = [];
    for (let i = 0; i < many; i += 1) ids.push(await announce());
    return ids;
  };
  const deliver = (...ids: string[]): Promise<void> => free(() => ground.yard.get(NoticeMails).deliver({ ids }));
  /** Takes up what waits, and runs the jobs that come of it. @returns how many those were */
  const care = async (): Promise<number> => {
    jobs = (await ground.yard.outbox()).length;
    await free(() => ground.yard.get(MailCare).care());
    const queued = (await ground.yard.outbox()).slice(jobs);
    for (const { topic, payload } of queued)
      await free(() =>
        topic === 'links.mail'
          ? ground.yard.get(LetterMails).send(payload as { linkId: string })
          : topic === 'notices.mail_digest'
            ? ground.yard.get(Digests).deliver(payload as { personIds: string[] })
            : ground.yard.get(NoticeMails).deliver(payload as { ids: string[] }),
      );
    return queued.length;
  };
  const letter = async (purpose: LinkPurpose): Promise<string> => {
    const email = `${purpose}-${newId()}@spec.example`;
    const linkId = await ground.yard.as(ground.tenant, SYSTEM, () =>
      ground.yard
        .get(MailLinks)
        .send({ email, purpose, data: { locale: 'ko', displayName: '새 사람', role: 'member' } }),
    );
    await free(() => ground.yard.get(LetterMails).send({ linkId }));
    return linkId;
  };
  const states = async (): Promise<Record<string, number>> =>
    Object.fromEntries(
      (await ground.row<{ state: string; n: number }>('SELECT state, count(*)::int AS n FROM mails GROUP BY 1')).map(
        ({ state, n }) => [state, n],
      ),
    );
  const counted = (): Promise<unknown[]> =>
    ground.row(`SELECT to_char(month, 'YYYY-MM') AS month, mails FROM mail_months ORDER BY month`);

  it('are as many as it has, exactly, however many are sent at once; the rest waits with its reason', async () => {
    limit = 5;
    const ids = await announced(12);
    await Promise.all(ids.map((id) => deliver(id)));
    expect(ground.room.sent).toHaveLength(5);
    expect(await states()).toEqual({ sent: 5, withheld: 7 });
    expect(await counted()).toEqual([{ month: '2026-11', mails: 5 }]);
    expect(await ground.row(`SELECT DISTINCT error, attempts FROM mails WHERE state = 'withheld'`)).toEqual([
      { error: 'quota_mails_month', attempts: 0 },
    ]);
    // Nothing moves while there is no room, however often somebody looks.
    expect(await care()).toBe(0);
    await Promise.all(ids.map((id) => deliver(id)));
    expect(ground.room.sent).toHaveLength(5);
  });

  it('go out when the plan grows, the oldest first, and when the month of the site turns', async () => {
    limit = 1;
    const ids = await announced(4);
    for (const id of ids) {
      await deliver(id);
      ground.yard.clock.advance({ minutes: 1 });
    }
    limit = 3;
    expect(await care()).toBe(2);
    expect(ground.room.sent.map((mail) => mail.id)).toEqual(ids.slice(0, 3));
    ground.yard.clock.now = new Date('2026-11-30T14:59:00Z'); // a minute before December in Seoul
    expect(await care()).toBe(0);
    ground.yard.clock.now = new Date('2026-11-30T15:00:00Z');
    expect(await care()).toBe(1);
    expect(ground.room.sent).toHaveLength(4);
    expect(await counted()).toEqual([
      { month: '2026-11', mails: 3 },
      { month: '2026-12', mails: 1 },
    ]);
  });

  it('are tried for three days from when there was room, and counted once', async () => {
    limit = 1;
    const [first, second] = await announced(2);
    await deliver(first!);
    await deliver(second!);
    ground.yard.clock.now = new Date('2026-12-02T00:00:00Z');
    ground.room.refuse = () => new MailRefused('ECONNECTION', false);
    await care();
    expect(await ground.row('SELECT state, error FROM mails WHERE id = $1', [second])).toEqual([
      { state: 'waiting', error: 'ECONNECTION' },
    ]);
    ground.room.refuse = undefined;
    ground.yard.clock.advance({ minutes: 2 });
    await deliver(second!);
    expect(await states()).toEqual({ sent: 2 });
    expect(await counted()).toEqual([
      { month: '2026-11', mails: 1 },
      { month: '2026-12', mails: 1 },
    ]);
  });

  it('never hold back a letter that lets somebody in or keeps an account safe; an invitation waits, its days with it', async () => {
    limit = 1;
    await deliver(await announce());
    for (const purpose of ['sign_in', 'register', 'set_password', 'change_email', 'confirm_act', 'stay'] as const)
      await letter(purpose);
    expect(await states()).toEqual({ sent: 7 });
    const invitation = await letter('invite');
    expect(await states()).toEqual({ sent: 7, withheld: 1 });
    expect(await counted()).toEqual([{ month: '2026-11', mails: 7 }]);
    ground.yard.clock.now = new Date('2026-12-01T03:00:00Z'); // the link would have been over
    expect(await care()).toBe(1);
    expect(ground.room.sent.at(-1)!.id).toBe(invitation);
    expect(await ground.row('SELECT expires_at AS until FROM mail_links WHERE id = $1', [invitation])).toEqual([
      { until: new Date('2026-12-08T03:00:00Z') },
    ]);
  });

  it('gather in one digest while it waits', async () => {
    limit = 1;
    await deliver(await announce());
    await ground.row(
      `INSERT INTO notice_choices (person_id, topic, channel, choice, at) VALUES ($1, 'received', 'mail', 'daily', now())`,
      [ground.author.personId],
    );
    const digest = (): Promise<void> =>
      free(() => ground.yard.get(Digests).deliver({ personIds: [ground.author.personId] }));
    for (const day of ['2026-11-24', '2026-11-25']) {
      await announce();
      ground.yard.clock.now = new Date(`${day}T00:00:00Z`);
      await digest();
    }
    expect(await states()).toEqual({ sent: 1, withheld: 1 });
    limit = null;
    expect(await care()).toBe(1);
    expect(ground.room.sent.at(-1)!.subject).toBe('어제부터 모인 알림 2개');
    expect(await states()).toEqual({ sent: 2 });
  });

  it('whose worker died are taken up again when its lease is over, under the same id and counted once', async () => {
    limit = 5;
    const id = await announce();
    ground.room.refuse = () => {
      throw new Error('the worker is gone');
    };
    // Taken and counted; then nobody writes what became of it.
    await deliver(id);
    await ground.row(`UPDATE mails SET state = 'sending', due_at = $1::timestamptz + interval '10 minutes'`, [
      ground.yard.clock.now,
    ]);
    ground.room.refuse = undefined;
    expect(await care()).toBe(0);
    ground.yard.clock.advance({ minutes: 11 });
    expect(await care()).toBe(1);
    expect(ground.room.sent.map((mail) => mail.id)).toEqual([id]);
    expect(await counted()).toEqual([{ month: '2026-11', mails: 1 }]);
  });
});
