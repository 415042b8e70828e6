import { Injectable } from '@nestjs/common';
import { actor, conflict, context, invalid, missing, readInput } from '@madang/kernel';
import { Consents } from './consents.service.js';
import { MailLinks, type LinkData } from './links.service.js';
import { demandFreeName, readName } from './names.js';
import { RegisterInput } from './people.inputs.js';

/** A sentence for a person: an i18n key and its parameters. */
export interface Sentence {
  key: string;
  params?: Record<string, string | number>;
}

/** Something one may do first and confirm by mail later. */
export interface PendingAct {
  /** What will be done, in one sentence, shown in the mail and above the button. */
  describe(data: Record<string, unknown>): Promise<Sentence>;
  /** Does it as the current actor, in the open unit of work. @returns the path to go on to */
  perform(data: Record<string, unknown>): Promise<string>;
}

/** Who acts without an account yet; `displayName` and consents are used when the address has none. */
export type ActingVisitor = Pick<RegisterInput, 'email' | 'displayName' | 'terms' | 'privacy'> & {
  marketing?: boolean;
};

/**
 * Act first, confirm later. A part offers its acts by name in a provider of its own; what a visitor
 * asks for waits in a mail link and is done, as that person, when the link's button is pressed.
 */
@Injectable()
export class PendingActs {
  private readonly acts = new Map<string, PendingAct>(); // process-wide: what the code offers, filled once at start

  constructor(
    private readonly links: MailLinks,
    private readonly consents: Consents,
  ) {}

  /** Makes an act known; called by parts when the program is put together. */
  offer(name: string, act: PendingAct): void {
    if (this.acts.has(name)) throw new Error(`the act ${name} is offered twice`);
    this.acts.set(name, act);
  }

  /**
   * Keeps an act of a visitor and sends the link that confirms it. `data` names things by id; it is
   * checked when the act is done.
   */
  async request(name: string, data: Record<string, unknown>, visitor: ActingVisitor): Promise<void> {
    if (actor().personId) throw conflict('already_signed_in');
    const act = this.act(name);
    const input = readInput(RegisterInput, visitor);
    const displayName = readName(input.displayName);
    const consents = await this.consents.read(input);
    await demandFreeName(displayName, input.email);
    await act.describe(data); // refuses what is not there, before a mail goes out
    await this.links.send({
      email: input.email,
      purpose: 'confirm_act',
      data: { locale: context().locale, displayName, consents, act: name, actData: data },
    });
  }

  /** What a waiting act would do. */
  describe(link: LinkData): Promise<Sentence> {
    return this.act(link.act).describe(link.actData ?? {});
  }

  /** Does a waiting act as the current actor. @returns the path to go on to */
  perform(link: LinkData): Promise<string> {
    if (!actor().personId) throw invalid('sign_in_first');
    return this.act(link.act).perform(link.actData ?? {});
  }

  private act(name: string | undefined): PendingAct {
    const act = this.acts.get(name ?? '');
    if (!act) throw missing('act_missing');
    return act;
  }
}
