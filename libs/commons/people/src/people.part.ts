import { definePart } from '@madang/kernel';
import { MyAccount } from './account.service.js';
import { AccountPages } from './account.pages.js';
import { Closing } from './closing.service.js';
import { Confirmations } from './confirmations.service.js';
import { Consents } from './consents.service.js';
import { Invitations } from './invitations/invitations.service.js';
import { InvitationsReader } from './invitations/invitations.reader.js';
import { InvitationsResolver } from './invitations/invitations.resolver.js';
import { invitationsTables } from './migrations/0053-invitations.js';
import { idleAccounts } from './migrations/0055-idle-accounts.js';
import { PersonFile } from './staff/person-file.js';
import { PersonFileResolver } from './staff/person-file.resolver.js';
import { FactorSeal } from './factor/factor-seal.js';
import { MyFactorPages } from './factor/my-factor.pages.js';
import { FactorPages } from './factor/factor.pages.js';
import { FactorResolver } from './factor/factor.resolver.js';
import { SecondFactor } from './factor/second-factor.service.js';
import { secondFactors } from './migrations/0063-second-factors.js';
import { StaffTokens } from './staff/tokens.service.js';
import { LinkLetters } from './letters.js';
import { LinkPages } from './link.pages.js';
import { MailLinks } from './links.service.js';
import { peopleTables } from './migrations/0002-people.js';
import { rolesTables } from './migrations/0050-roles.js';
import { MyData } from './my-data.js';
import { MyPages } from './my.pages.js';
import { MyPageReader } from './my-page.reader.js';
import { PendingActs } from './pending-acts.js';
import { peopleAccess, peoplePermissions } from './people.access.js';
import { PeopleDesk } from './people.desk.js';
import { PeopleLists } from './people.lists.js';
import { PeopleReader } from './people.reader.js';
import { PeopleResolver } from './people.resolver.js';
import { RolesReader } from './roles/roles.reader.js';
import { RolesResolver } from './roles/roles.resolver.js';
import { IdleAccounts } from './policy/idle.service.js';
import { SignInPolicy } from './policy/sign-in-policy.js';
import { SignInPolicyResolver } from './policy/sign-in-policy.resolver.js';
import { Roles } from './roles/roles.service.js';
import { SecurityPages } from './security.pages.js';
import { Sessions } from './sessions.service.js';
import { SignInPages } from './sign-in.pages.js';
import { SignIn } from './sign-in.service.js';
import { StaffResolver } from './staff/staff.resolver.js';
import { Staff } from './staff/staff.service.js';
import { ViewerResolver } from './viewer.resolver.js';

export const people = definePart({
  name: 'people',
  home: import.meta.url,
  migrations: [peopleTables, rolesTables, invitationsTables, idleAccounts, secondFactors],
  services: [
    PeopleReader,
    Sessions,
    MailLinks,
    Consents,
    SignIn,
    PendingActs,
    Confirmations,
    MyAccount,
    Closing,
    MyPageReader,
    MyData,
    Staff,
    LinkLetters,
    SignInPolicy,
    IdleAccounts,
    Roles,
    Invitations,
    InvitationsReader,
    PersonFile,
    StaffTokens,
    FactorSeal,
    SecondFactor,
    RolesReader,
  ],
  tasks: [PeopleDesk],
  lists: [PeopleDesk, PeopleLists],
  resolvers: [
    PeopleResolver,
    ViewerResolver,
    StaffResolver,
    RolesResolver,
    InvitationsResolver,
    PersonFileResolver,
    SignInPolicyResolver,
    FactorResolver,
  ],
  pages: [SignInPages, LinkPages, MyPages, AccountPages, SecurityPages, FactorPages, MyFactorPages],
  jobs: [Sessions, Invitations, Staff, IdleAccounts],
  features: {
    api: { words: { ko: 'API 토큰', en: 'API tokens' } },
    own_roles: { words: { ko: '우리 역할 만들기', en: 'Roles of your own' } },
  },
  permissions: peoplePermissions,
  grants: peopleAccess,
});
