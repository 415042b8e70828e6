import { tokenIn, type Answer, type House } from './yard.js';

/** A browser without JavaScript: keeps cookies, follows nothing by itself, sends forms with their token. */
export class PlainBrowser {
  readonly jar: Record<string, string> = {};

  constructor(
    private readonly house: House,
    private readonly host: string,
  ) {}

  async open(path: string): Promise<Answer> {
    return this.keep(await this.house.ask(this.host, path, { cookies: this.jar }));
  }

  /** Sends a form as the page it stands on would: with that page's token. */
  async send(path: string, form: Record<string, string | string[]> = {}): Promise<Answer> {
    const { body } = await this.open('/sign-in/sent');
    const headers = { origin: `http://${this.host}:${this.house.port}` };
    return this.keep(
      await this.house.ask(this.host, path, { cookies: this.jar, form: { ...form, _csrf: tokenIn(body) }, headers }),
    );
  }

  private keep(answer: Answer): Answer {
    for (const [name, value] of Object.entries(answer.cookies)) {
      if (value) this.jar[name] = value;
      else delete this.jar[name];
    }
    return answer;
  }
}
