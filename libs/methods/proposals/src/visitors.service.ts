import { Injectable } from '@nestjs/common';
import { closed, invalid, isId, readSettings } from '@madang/kernel';
import { PendingActs } from '@madang/commons-people';
import { ProposalsReader } from './proposals.reader.js';
import { Proposals } from './proposals.service.js';
import { proposalsSettings } from './proposals.settings.js';

/** Support without an account: it counts when the link in the mail is confirmed. */
@Injectable()
export class VisitorSupport {
  constructor(
    private readonly acts: PendingActs,
    private readonly proposals: Proposals,
    private readonly reader: ProposalsReader,
  ) {
    acts.offer('proposals.support', async (data, personId) => {
      const id = data['id'];
      if (!isId(id)) throw invalid();
      await this.proposals.support(id, true, { personId });
      const item = await this.reader.detail({ id });
      return `/${item.spaceSlug}/proposals/${item.number}`;
    });
  }

  /** Keeps a visitor's support until it is confirmed. @throws closed where visitors may not act */
  async ask(id: string, email: string, displayName: string): Promise<void> {
    const item = await this.reader.detail({ id });
    if (!readSettings(proposalsSettings, item.settings).visitorsMayAct) throw closed('sign_in_first');
    if (item.state !== 'collecting' || item.hiddenAt) throw closed('support_closed');
    await this.acts.request('proposals.support', { id }, email, displayName, {
      key: 'proposals.act.support',
      params: { title: item.title },
    });
  }
}
