import { defineMethod } from '@madang/kernel';
import { proposalsTables } from './migrations/0020-proposals.js';
import { ProposalInputs } from './inputs.handler.js';
import { Office } from './office.service.js';
import { proposalsAccess, proposalsPermissions } from './proposals.access.js';
import { ProposalsPages } from './proposals.pages.js';
import { ProposalsReader } from './proposals.reader.js';
import { ProposalsResolver } from './proposals.resolver.js';
import { STATES } from './proposals.rules.js';
import { Proposals } from './proposals.service.js';
import { proposalsSettings } from './proposals.settings.js';
import { OfficePages } from './office.pages.js';
import { ProposalsHome } from './home.reader.js';
import { VisitorSupport } from './visitors.service.js';
import { SharePages } from './share.pages.js';
import { ProposalSeeds } from './proposals.seeds.js';

export const proposals = defineMethod({
  name: 'proposals',
  home: import.meta.url,
  settings: proposalsSettings,
  subjects: [{ kind: 'proposal', path: 'proposals', states: STATES }],
  interactions: ['submit', 'comment', 'relate', 'support'],
  migrations: [proposalsTables],
  services: [Proposals, Office, ProposalsReader, ProposalsHome, ProposalInputs, VisitorSupport],
  resolvers: [ProposalsResolver],
  pages: [SharePages, ProposalsPages, OfficePages],
  jobs: [Office],
  permissions: proposalsPermissions,
  grants: proposalsAccess,
  seeds: ProposalSeeds,
  starters: [
    {
      slug: 'proposals',
      title: { ko: '제안', en: 'Proposals' },
      interactions: ['submit', 'comment', 'relate', 'support'],
    },
  ],
});
