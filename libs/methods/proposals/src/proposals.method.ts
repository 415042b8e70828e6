import { defineMethod } from '@madang/kernel';
import { proposalsTables } from './migrations/0020-proposals.js';
import { ProposalInputs } from './inputs.handler.js';
import { Office } from './office.service.js';
import { proposalsAccess, proposalsPermissions } from './proposals.access.js';
import { EditPages } from './edit.pages.js';
import { ProposalForms } from './proposals.form.js';
import { ProposalsPages } from './proposals.pages.js';
import { ProposalsReader } from './proposals.reader.js';
import { ProposalsResolver } from './proposals.resolver.js';
import { ProposalsLiveResolver } from './live.resolver.js';
import { STATES } from './proposals.rules.js';
import { ProposalPicturesResolver } from './pictures.resolver.js';
import { ProposalPictures } from './pictures.service.js';
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
  services: [
    Proposals,
    ProposalPictures,
    ProposalForms,
    Office,
    ProposalsReader,
    ProposalsHome,
    ProposalInputs,
    VisitorSupport,
  ],
  resolvers: [ProposalsResolver, ProposalsLiveResolver, ProposalPicturesResolver],
  pages: [SharePages, ProposalsPages, EditPages, OfficePages],
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
