import type { Type } from '@nestjs/common';
import { Operators } from './operators.service.js';
import { OperatorSignInResolver, OperatorsResolver } from './operators.resolver.js';
import { OperatorSignIn } from './sign-in.service.js';

/** A part of the operators' half, as the server puts it together: no tenant, no pages. */
export interface PlatformPart {
  name: string;
  /** `import.meta.url`; i18n/ lies beside its src/. */
  home: string;
  services: readonly Type[];
  resolvers: readonly Type[];
}

export const operators: PlatformPart = {
  name: 'operators',
  home: import.meta.url,
  services: [OperatorSignIn, Operators],
  resolvers: [OperatorSignInResolver, OperatorsResolver],
};
