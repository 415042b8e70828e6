import { Module, type DynamicModule, type Type } from '@nestjs/common';
import { billing } from '@madang/platform-billing';
import { operators, type PlatformPart } from '@madang/platform-operators';
import type { Binding } from '../bindings.js';

/** The operators' half, apart from every tenant: nothing of it is in the tenants' API, nothing of theirs in this one. */
export const platformParts: readonly PlatformPart[] = [operators, billing];

/** Services and resolvers of the operators' API, in a module of their own so that the schemas stay apart. */
@Module({})
export class OperatorModule {
  static of(provide: Binding[]): DynamicModule {
    const types = platformParts.flatMap((part): Type[] => [...part.services, ...part.resolvers]);
    return { module: OperatorModule, providers: [...types, ...provide] as never[], exports: types };
  }
}
