import { generateSync } from 'otplib';
import { hashPassword, newId } from '@madang/kernel';
import { inviteOperator, newLink, type OperatorRole } from '@madang/platform-operators';
import type { Answer, House } from './yard.js';

/** The platform's own host in tests. */
export const PLATFORM = 'localhost';
export const OPERATOR_PASSWORD = '운영자의 긴 비밀번호';

export interface Asked<T> {
  data: T;
  errors?: { message: string; extensions: { code: string; status?: number } }[];
  answer: Answer;
}

/** An operator with a browser: keeps the cookie the server gives. */
export class OperatorBrowser {
  cookie: string | undefined;
  secret = '';
  private step = 0;

  constructor(private readonly house: House) {}

  async ask<T = Record<string, never>>(
    query: string,
    variables: object = {},
    headers: Record<string, string> = {},
  ): Promise<Asked<T>> {
    const answer = await this.house.ask(PLATFORM, '/graphql', {
      method: 'POST',
      json: { query, variables },
      headers,
      cookies: this.cookie ? { madang_operator_session: this.cookie } : {},
    });
    const given = answer.cookies['madang_operator_session'];
    if (given !== undefined) this.cookie = given || undefined;
    return { ...(JSON.parse(answer.body) as object), answer } as Asked<T>;
  }

  /** A code that was not used before: each step of time gives one, so the clock of the app runs ahead. */
  code(): string {
    const now = Math.floor(Date.now() / 1000);
    this.step = Math.max(this.step + 1, Math.floor(now / 30));
    return generateSync({ secret: this.secret, epoch: this.step * 30 });
  }

  async signIn(email: string, password = OPERATOR_PASSWORD): Promise<string> {
    const { data, errors } = await this.ask<{ signIn: { stage: string } }>(
      'mutation ($input: OperatorSignInInput!) { signIn(input: $input) { stage } }',
      { input: { email, password } },
    );
    return errors?.[0]?.extensions.code ?? data.signIn.stage;
  }
}

/** An operator of a role with both factors, signed in. */
export async function signedInOperator(house: House, role: OperatorRole = 'owner'): Promise<OperatorBrowser> {
  const browser = new OperatorBrowser(house);
  const email = `${role}-${newId().slice(-6)}@operators.example`;
  await house.program.platform.transaction(async (client) => {
    const id = await inviteOperator(client, { email, name: `운영 ${role}`, role });
    await newLink(client, id, new Date());
    await client.query(`UPDATE platform.operators SET state = 'active', password_hash = $2 WHERE id = $1`, [
      id,
      await hashPassword(OPERATOR_PASSWORD),
    ]);
  });
  await browser.signIn(email);
  const begun = await browser.ask<{ beginEnrolment: { secret: string } }>('mutation { beginEnrolment { secret } }');
  browser.secret = begun.data.beginEnrolment.secret;
  await browser.ask('mutation ($code: String!) { finishEnrolment(code: $code) }', { code: browser.code() });
  return browser;
}
