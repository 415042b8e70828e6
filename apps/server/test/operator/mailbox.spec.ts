import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { newId } from '@madang/kernel';
import { operatorKey } from '../../src/http/operator-mail.js';
import { OperatorBrowser, PLATFORM, signedInOperator } from '../kit/operators.js';
import { openHouse, type Answer, type House } from '../kit/yard.js';

const LETTER = newId();

const withLetter = async (env: Record<string, string> = {}): Promise<House> => {
  const house = await openHouse(env);
  await house.program.platform.run(
    `INSERT INTO platform.mailbox (id, recipient, subject, message) VALUES ($1, 'kim@grove.example', '로그인 링크', 'the letter itself')`,
    [LETTER],
  );
  return house;
};

describe('the mailbox of an installation without a mail server', () => {
  let house: House;
  beforeAll(async () => {
    house = await withLetter();
  });
  afterAll(() => house.close());

  const open = (who?: OperatorBrowser, path = `/operator/mail/${LETTER}`, of = house): Promise<Answer> =>
    of.ask(PLATFORM, path, { cookies: who?.cookie ? { madang_operator_session: who.cookie } : {} });

  it('opens for an owner who is signed in, letter by letter, each noted', async () => {
    const owner = await signedInOperator(house);
    expect((await open(owner, '/operator/mail')).body).toContain('로그인 링크');
    expect((await open(owner)).body).toContain('the letter itself');
    const { data } = await owner.ask<{ log: { nodes: { act: string }[] } }>('{ log(first: 5) { nodes { act } } }');
    expect(data.log.nodes[0]).toMatchObject({ act: 'mailbox.opened' });
    expect((await owner.ask<{ health: object }>('{ health { mailbox } }')).data.health).toEqual({ mailbox: true });
  });

  it('shows a letter to its end, its signature and the way out of more letters included', async () => {
    const id = newId();
    const message = [
      'Content-Type: multipart/alternative; boundary="--b-1"',
      '',
      '----b-1',
      'Content-Type: text/plain; charset=utf-8',
      'Content-Transfer-Encoding: quoted-printable',
      '',
      'News=',
      ' of today',
      '',
      '--',
      'No more of these: https://grove.example/unsubscribe/x',
      '----b-1',
      'Content-Type: text/html; charset=utf-8',
      '',
      '<p>other part</p>',
      '----b-1--',
    ].join('\r\n');
    await house.program.platform.run(
      `INSERT INTO platform.mailbox (id, recipient, subject, message) VALUES ($1, 'lee@grove.example', 'News', $2)`,
      [id, message],
    );
    const { body } = await open(await signedInOperator(house), `/operator/mail/${id}`);
    expect(body).toContain('<li><a href="https://grove.example/unsubscribe/x">');
    expect(/<pre[^>]*>([^]*?)<\/pre>/.exec(body)![1]!.trim()).toBe(
      'News of today\r\n\r\n--\r\nNo more of these: https://grove.example/unsubscribe/x',
    );
  });

  it('stays shut to other operators, to one whose second factor is missing, and to everybody else', async () => {
    const half = new OperatorBrowser(house);
    const [known] = await house.program.platform.rows<{ email: string }>(
      `SELECT email FROM platform.operators WHERE role = 'owner' LIMIT 1`,
    );
    expect(await half.signIn(known!.email)).toBe('password');
    for (const who of [
      await signedInOperator(house, 'operator'),
      await signedInOperator(house, 'support'),
      await signedInOperator(house, 'reader'),
      half,
      undefined,
    ])
      for (const path of ['/operator/mail', `/operator/mail/${LETTER}`]) {
        const answer = await open(who, path);
        expect(answer.body).not.toMatch(/로그인 링크|the letter itself/);
        expect(answer.body).toContain('/console/health');
      }
  });

  it('takes the key while developing, and in production never', async () => {
    const key = operatorKey(house.program.config.secret);
    const enter = (of: House): Promise<Answer> => of.ask(PLATFORM, '/operator', { form: { key } });
    const { cookies } = await enter(house);
    expect((await house.ask(PLATFORM, `/operator/mail/${LETTER}`, { cookies })).body).toContain('the letter itself');
    const live = await withLetter({ NODE_ENV: 'production', PUBLIC_SCHEME: 'http' });
    try {
      expect((await enter(live)).status).toBe(404);
      const page = await live.ask(PLATFORM, `/operator/mail/${LETTER}`, { cookies });
      expect(page.body).not.toMatch(/the letter itself|name="key"/);
      const owner = await signedInOperator(live);
      expect((await open(owner, undefined, live)).body).toContain('the letter itself');
    } finally {
      await live.close();
    }
  });
});
