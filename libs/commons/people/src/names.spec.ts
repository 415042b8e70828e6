import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { db, SYSTEM, VISITOR, type DomainError, type Tenant } from '@madang/kernel';
import { audit } from '@madang/commons-audit';
import { spaces } from '@madang/commons-spaces';
import { openYard, type Yard } from '@madang/testing';
import { MyAccount } from './account.service.js';
import { freeName, readName } from './names.js';
import { people } from './people.part.js';

describe('a display name', () => {
  const refusal = (raw: string): string | undefined => {
    try {
      readName(raw);
    } catch (error) {
      return (error as DomainError).fields[0]?.code;
    }
    return undefined;
  };

  it.each(['나무', 'ㅋㅋ', 'Min ho', 'user_1', '가'.repeat(20)])('may be %s', (name) =>
    expect(readName(name)).toBe(name),
  );

  it('is kept in one form: composed, trimmed, single spaces', () => {
    expect(readName('  솔   바람 ')).toBe('솔 바람');
    expect(readName('한글'.normalize('NFD'))).toBe('한글');
  });

  it.each([
    ['', 'required'],
    ['가', 'too_short'],
    ['가'.repeat(21), 'too_long'],
    ['<b>나</b>', 'display_name'],
    ['나무!', 'display_name'],
    ['漢字', 'display_name'], // between ㄱ and 힣 in Unicode lie all Chinese characters
    ['나\u200b무', 'display_name'],
    ['나\u202e무', 'display_name'],
    ['나\n무', 'display_name'],
    ['관리자', 'taken'],
    ['Admin', 'taken'],
    ['탈퇴한 이용자', 'taken'],
  ])('may not be %j: %s', (name, code) => expect(refusal(name)).toBe(code));
});

describe('names of people', () => {
  let yard: Yard;
  let tenant: Tenant;

  beforeAll(async () => {
    yard = await openYard([audit, people, { name: spaces.name, home: spaces.home, migrations: spaces.migrations }]);
    tenant = await yard.tenant();
  });
  afterAll(() => yard.close());

  it('are taken by one of two who choose the same in the same moment; the other is told', async () => {
    const two = [await yard.person(tenant), await yard.person(tenant)];
    const tries = await Promise.allSettled(
      two.map((who) => yard.as(tenant, who, () => yard.get(MyAccount).update({ displayName: 'Same Name' }))),
    );
    expect(tries.map((one) => one.status).sort()).toEqual(['fulfilled', 'rejected']);
    expect(tries.find((one) => one.status === 'rejected')).toMatchObject({
      reason: { kind: 'invalid', fields: [{ field: 'displayName', code: 'taken' }] },
    });
  });

  it('may be kept by their owner, in another case too', async () => {
    const who = await yard.person(tenant, { name: 'keeper', email: 'keeper@spec.example' });
    const me = { ...who, email: 'keeper@spec.example' };
    await expect(
      yard.as(tenant, me, () => yard.get(MyAccount).update({ displayName: 'Keeper' })),
    ).resolves.toBeUndefined();
  });

  it('get the first number that is free, whatever the case, and are free again after a closed account', async () => {
    await yard.person(tenant, { name: '느티나무' });
    await yard.person(tenant, { name: '느티나무2' });
    const free = (name: string): Promise<string> => yard.as(tenant, VISITOR, () => freeName(name));
    expect(await free('느티나무')).toBe('느티나무3');
    expect(await free('SAME NAME')).toBe('SAME NAME2');
    expect(await free('아무도')).toBe('아무도');
    await yard.as(tenant, SYSTEM, () =>
      db().run(`UPDATE people SET state = 'closed', email = NULL, closed_at = now() WHERE display_name = '느티나무2'`),
    );
    expect(await free('느티나무')).toBe('느티나무2');
  });
});
