import { OperatorHouse } from '@madang/platform-operators';
import { PlatformDatabase, Provisioning, Registry } from '@madang/platform-tenancy';
import type { Binding } from '../bindings.js';
import type { Program } from '../program.js';
import { ProgramHouse } from './house.js';

/** What the operators' half asks the program for. */
export function operatorBindings(program: Program): Binding[] {
  return [
    { provide: PlatformDatabase, useValue: program.platform },
    { provide: Provisioning, useValue: program.provisioning },
    { provide: Registry, useValue: program.registry },
    { provide: OperatorHouse, useValue: new ProgramHouse(program) },
  ];
}
