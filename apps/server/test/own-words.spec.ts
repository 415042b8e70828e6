import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { newId, type Tenant } from '@madang/kernel';
import { openHouse, type House } from './kit/yard.js';
import { sqlOf, staffOf, type Staff } from './kit/staff.js';

type Answer = { data?: Record<string, never>; errors?: { extensions: { code: string } }[] };

describe('a site of its own', () => {
  let house: House;
  let tenant: Tenant;
  let admin: Staff;
  const host = 'meadow.localhost';

  beforeAll(async () => {
    house = await openHouse();
    await house.program.provisioning.create({
      slug: 'meadow',
      name: { ko: '들', en: 'Meadow' },
      locales: ['ko', 'en'],
    });
    tenant = (await house.program.registry.get({ slug: 'meadow' }))!;
    admin = await staffOf(house, tenant);
  });
  afterAll(() => house.close());

  const ask = (query: string, variables: object = {}): Promise<Answer> =>
    house.gql(host, query, variables, admin.headers);
  async function act<T>(query: string, variables: object = {}): Promise<T> {
    const answer = await ask(query, variables);
    if (answer.errors) throw new Error(JSON.stringify(answer.errors));
    return answer.data as T;
  }
  const page = async (path: string): Promise<string> => (await house.ask(host, path)).body;

  describe('in its texts', () => {
    const find = async (search: string, extra = ''): Promise<{ key: string; own: string | null; revision: string }[]> =>
      (
        await act<{ siteMessages: { nodes: { key: string; own: string | null; revision: string }[] } }>(
          `query($s: String) { siteMessages(locale: "ko", search: $s, first: 10 ${extra}) { nodes { key own revision values { name use } } } }`,
          { s: search },
        )
      ).siteMessages.nodes;
    const set = (key: string, text: string | null, revision?: string): Promise<Answer> =>
      ask('mutation($i: SiteMessageInput!) { setSiteMessage(input: $i) { own revision } }', {
        i: { key, locale: 'ko', text, revision },
      });

    it('finds a text by the sentence that stands on the page, whatever its values are', async () => {
      expect((await find('‘퇴근길 신호’에 412명이 함께했지만 목표에는 닿지 못했어요.'))[0]?.key).toBe(
        'notices.say.missed.text',
      );
      expect((await find('아직 꾸미는 중'))[0]?.key).toBe('site.home.empty');
      expect((await find('site.home.empty')).map((one) => one.key)).toContain('site.home.empty');
      expect(await find('이런 문장은 어디에도 없답니다 정말로')).toEqual([]);
    });

    it('says one differently, and the original again', async () => {
      expect(await page('/')).toContain('아직 꾸미는 중이에요');
      const [before] = await find('site.home.empty');
      expect((await set('site.home.empty', '곧 문을 열어요', before!.revision)).errors).toBeUndefined();
      expect(await page('/')).toContain('곧 문을 열어요');
      expect((await set('site.home.empty', '늦은 저장', before!.revision)).errors?.[0]?.extensions.code).toBe(
        'changed_meanwhile',
      );
      expect((await find('', 'ownOnly: true')).map((one) => one.key)).toEqual(['site.home.empty']);
      expect((await find('곧 문을 열어요'))[0]?.key).toBe('site.home.empty');
      await set('site.home.empty', null);
      expect(await page('/')).toContain('아직 꾸미는 중이에요');
    });

    it('refuses a text that loses a value, names another or cannot be read', async () => {
      for (const text of [
        '모두 함께해요',
        '{number}명이 함께해요',
        '{count, number}명이 {함께',
        '{t_nothing} {count, number}',
      ])
        expect([text, (await set('site.home.members', text)).errors?.[0]?.extensions.code]).toEqual([
          text,
          'message_does_not_fit',
        ]);
      const { sayMessage } = await act<{ sayMessage: { problems: string[]; samples: string[] } }>(
        `query($t: String!) { sayMessage(key: "notices.say.submitted.text", locale: "ko", text: $t) { problems samples } }`,
        { t: '‘{title}’을(를) 받았어요. {t_proposal}을(를) 읽어 볼게요.' },
      );
      expect(sayMessage).toEqual({
        problems: [],
        samples: ['‘나무’를 받았어요. 제안을 읽어 볼게요.', '‘마당’을 받았어요. 제안을 읽어 볼게요.'],
      });
    });

    it('chooses terms, which change every sentence that uses them', async () => {
      const term = (one: string | null): Promise<Answer> =>
        ask('mutation($i: SiteTermInput!) { setSiteTerm(input: $i) { own { one } } }', {
          i: { name: 'phase', locale: 'ko', one },
        });
      expect((await term('고개')).errors).toBeUndefined();
      const { siteTerms } = await act<{ siteTerms: { name: string; own: { one: string } | null }[] }>(
        '{ siteTerms(locale: "ko") { name own { one } } }',
      );
      expect(siteTerms.find((one) => one.name === 'phase')?.own).toEqual({ one: '고개' });
      expect((await term('<b>')).errors?.[0]?.extensions.code).toBe('invalid_input');
      expect((await term(null)).errors).toBeUndefined();
    });
  });

  describe('in its mails', () => {
    const place = { slot: 'mail/link.sign_in', locale: '' };
    const draft = {
      ...place,
      subject: '{{site.name}} 문을 열어 드려요',
      source: '<p>어서 오세요.</p><ul><li>{{text}}</li></ul>',
    };
    const jobs = (): Promise<number> => house.server.worker.drain();
    const mailbox = (): Promise<{ subject: string; recipient: string; message: string }[]> =>
      house.program.platform.rows('SELECT subject, recipient, message FROM platform.mailbox ORDER BY at');

    it('shows a mail before anybody gets it, in a frame that allows no style attributes', async () => {
      const { previewOwnMail: mail } = await act<{ previewOwnMail: { subject: string; html: string; text: string } }>(
        'query($i: OwnMailInput!) { previewOwnMail(input: $i) { subject html text } }',
        { i: { ...draft, mode: 'dark' } },
      );
      expect(mail.subject).toBe('들 문을 열어 드려요');
      expect(mail.html).toContain('<p>어서 오세요.</p>');
      expect(mail.html).not.toMatch(/ style="/);
      expect(mail.html).toContain('<style nonce="__NONCE__">');
      expect(mail.html).toContain('@media all');
      expect(mail.text).toContain('어서 오세요.\n\n- 아래 단추로');
    });

    it('sends a test to whoever asks, and to nobody else', async () => {
      await act('mutation($i: OwnMailInput!) { sendTestMail(input: $i) }', { i: draft });
      await jobs();
      expect(await mailbox()).toMatchObject([
        { recipient: `${admin.id}@spec.example`, subject: '들 문을 열어 드려요' },
      ]);
    });

    it('writes the real ones in the words that are published, and in the house’s once they are reset', async () => {
      await act('mutation($i: OwnDraftInput!) { saveOwnTemplate(input: $i) { draft } }', { i: draft });
      await act('mutation($p: OwnPlaceInput!) { publishOwnTemplate(place: $p) { published } }', { p: place });
      const request = async (): Promise<void> => {
        await act('mutation($e: String!) { requestSignInLink(input: { email: $e }) }', {
          e: `${admin.id}@spec.example`,
        });
        await jobs();
      };
      await request();
      const own = (await mailbox()).at(-1)!;
      expect(own.subject).toBe('들 문을 열어 드려요');
      await act('mutation($p: OwnPlaceInput!) { resetOwnTemplate(place: $p) { published } }', { p: place });
      await request();
      expect((await mailbox()).at(-1)!.subject).toBe('들 로그인 링크');
    });

    it('names every kind of mail in the reader’s words', async () => {
      const { ownSlots } = await act<{ ownSlots: { slot: string; label: string }[] }>(
        '{ ownSlots(kind: "mail") { slot label } }',
      );
      expect(ownSlots.length).toBeGreaterThan(25);
      expect(ownSlots.filter((slot) => slot.label === '')).toEqual([]);
      for (const { slot } of ownSlots) {
        const { ownSlot } = await act<{ ownSlot: { original: string; originalSubject: string } }>(
          'query($p: OwnPlaceInput!) { ownSlot(place: $p) { original originalSubject } }',
          { p: { slot } },
        );
        const { previewOwnMail } = await act<{ previewOwnMail: { text: string } }>(
          'query($i: OwnMailInput!) { previewOwnMail(input: $i) { text } }',
          { i: { slot, source: ownSlot.original, subject: ownSlot.originalSubject } },
        );
        expect([slot, previewOwnMail.text.length > 20]).toEqual([slot, true]);
      }
    });
  });

  describe('in its look', () => {
    const look = `shown { theme logo { media } } draft { theme } revision versions { version state }`;
    const save = (brand: string, extra: object = {}): Promise<Answer> =>
      ask(`mutation($i: SiteLookInput!) { saveLookDraft(input: $i) { ${look} } }`, {
        i: { theme: JSON.stringify({ brand }), ...extra },
      });
    const brandOf = async (): Promise<string> => {
      const name = /\/-\/(theme-[a-z0-9]+\.css)/.exec(await page('/'))![1]!;
      return /--m-brand:(#[0-9a-f]{6})/.exec((await house.ask(host, `/-/${name}`)).body)![1]!;
    };

    it('goes from draft to site and back, and keeps every look there was', async () => {
      const plain = await brandOf();
      await save('#b0005a');
      expect(await brandOf()).toBe(plain);
      await act('mutation { publishLook { revision } }');
      expect(await brandOf()).toBe('#b0005a');
      await save('#004c99');
      await act('mutation { publishLook { revision } }');
      expect(await brandOf()).toBe('#004c99');
      const { siteLook } = await act<{ siteLook: { versions: { version: number; state: string; theme: string }[] } }>(
        '{ siteLook { versions { version state theme } } }',
      );
      const versionOf = (brand: string): number => siteLook.versions.find((one) => one.theme.includes(brand))!.version;
      expect(siteLook.versions).toHaveLength(3);
      await act(`mutation { rollBackLook(version: ${versionOf('#b0005a')}) { revision } }`);
      expect(await brandOf()).toBe('#b0005a');
      await act(`mutation { rollBackLook(version: ${versionOf('#1f6b4f')}) { revision } }`);
      expect(await brandOf()).toBe(plain);
    });

    it('is drafted by one at a time, in colours alone', async () => {
      const first = (await save('#112233')).data as unknown as { saveLookDraft: { revision: string } };
      await save('#223344', { revision: first.saveLookDraft.revision });
      expect((await save('#334455', { revision: first.saveLookDraft.revision })).errors?.[0]?.extensions.code).toBe(
        'changed_meanwhile',
      );
      expect((await save('red')).errors?.[0]?.extensions.code).toBe('invalid_input');
      expect((await save('#112233', { logo: newId() })).errors?.[0]?.extensions.code).toBe('invalid_input');
      await act('mutation { discardLookDraft { revision } }');
    });

    it('shows a logo of the library in place of mark and name', async () => {
      const id = newId();
      await sqlOf(house, tenant)(
        `INSERT INTO media (id, mime, width, height, bytes, sha256, created_at) VALUES ($1, 'image/webp', 1200, 300, 10, 'ab', now())`,
        [id],
      );
      await save('#004c99', { logo: id });
      await act('mutation { publishLook { revision } }');
      expect(await page('/')).toContain(`<img src="/media/${id}" alt="들" width="192" height="48">`);
    });
  });
});
