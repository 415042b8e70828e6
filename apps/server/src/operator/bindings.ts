import { resolveTxt } from 'node:dns/promises';
import {
  ErrorWords,
  HostsOf,
  OperatorHouse,
  Placements,
  SiteMaker,
  VisitDoor,
  wordsOf,
} from '@madang/platform-operators';
import { DomainError } from '@madang/kernel';
import { BillingHouse } from '@madang/platform-billing';
import { Hosts, PlatformDatabase, Provisioning, Registry } from '@madang/platform-tenancy';
import type { Messages } from '@madang/theming';
import type { Binding } from '../bindings.js';
import type { Program } from '../program.js';
import { explainToOperator } from './entry.js';
import { forOperators } from './errors.js';
import { ProgramHouse } from './house.js';
import { ProgramPlacements } from './placements.js';
import { ProgramSites, type Container } from './sites.js';
import { ProgramVisitDoor } from './visits.js';

/** Hosts of this installation, proven by DNS. */
class ProgramHosts extends HostsOf {
  constructor(private readonly program: Program) {
    super();
  }

  override by(actor: string): Hosts {
    const { platform, config } = this.program;
    return new Hosts(platform, { baseDomain: config.BASE_DOMAIN, secret: config.secret, actor, resolveTxt });
  }
}

/** Errors in the words of the house's catalogues. */
class ProgramErrorWords extends ErrorWords {
  constructor(private readonly messages: Messages) {
    super();
  }

  override of(thrown: unknown, locale: string): string {
    const error = forOperators(thrown);
    return error instanceof DomainError ? explainToOperator(this.messages, error, locale) : wordsOf(error);
  }
}

/** What the operators' half asks the program for. */
export function operatorBindings(
  program: Program,
  container: () => Container,
  billing: BillingHouse,
  messages: Messages,
): Binding[] {
  return [
    { provide: PlatformDatabase, useValue: program.platform },
    { provide: Provisioning, useValue: program.provisioning },
    { provide: Registry, useValue: program.registry },
    { provide: OperatorHouse, useValue: new ProgramHouse(program) },
    { provide: SiteMaker, useValue: new ProgramSites(program, container) },
    { provide: Placements, useValue: new ProgramPlacements(program) },
    { provide: VisitDoor, useValue: new ProgramVisitDoor(program, container) },
    { provide: BillingHouse, useValue: billing },
    { provide: ErrorWords, useValue: new ProgramErrorWords(messages) },
    { provide: HostsOf, useValue: new ProgramHosts(program) },
  ];
}
