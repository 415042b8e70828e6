import { Injectable } from '@nestjs/common';
import { actor, conflict, context, missing, readInput } from '@madang/kernel';
import { MailLinks, type LinkData, type Sentence } from './links.service.js';
import { readName } from './names.js';
import { SignInLinkInput } from './people.inputs.js';

/** Does an act as the person, in the open unit of work, as its service would for anybody. @returns the path to go on to */
export type PendingAct = (data: Record<string, unknown>, personId: string) => Promise<string>;

/**
 * Act first, confirm later. A part offers its acts by name in the constructor of one of its services;
 * what a visitor asks for waits in a mail link and is done, as that person, when the button behind
 * the link is pressed. Who has no account yet gets one with it, and agrees to the terms there.
 */
@Injectable()
export class PendingActs {
  private readonly acts = new Map<string, PendingAct>(); // process-wide: what the code offers, filled once at start

  constructor(private readonly links: MailLinks) {}

  /** Makes an act known; `<part>.<verb>`. */
  offer(name: string, run: PendingAct): void {
    if (this.acts.has(name)) throw new Error(`the act ${name} is offered twice`);
    this.acts.set(name, run);
  }

  /**
   * Keeps an act of a visitor for a day and sends the link that confirms it. `data` names things by
   * id and is checked when the act is done; `sentence` says what will be done. The answer is the
   * same whether or not the address has an account.
   * @throws DomainError invalid on `email` or `displayName`; too_many after five links in an hour
   */
  async request(
    name: string,
    data: Record<string, unknown>,
    email: string,
    displayName: string,
    sentence: Sentence,
  ): Promise<void> {
    if (actor().personId) throw conflict('already_signed_in');
    this.act(name);
    const input = readInput(SignInLinkInput, { email });
    await this.links.send({
      email: input.email,
      purpose: 'confirm_act',
      data: { locale: context().locale, displayName: readName(displayName), act: name, actData: data, sentence },
    });
  }

  /** Does a waiting act as a person. @returns the path to go on to */
  perform(link: LinkData, personId: string): Promise<string> {
    return this.act(link.act)(link.actData ?? {}, personId);
  }

  private act(name: string | undefined): PendingAct {
    const act = this.acts.get(name ?? '');
    if (!act) throw missing('act_missing');
    return act;
  }
}
