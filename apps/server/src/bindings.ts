import { join } from 'node:path';
import { ShellSource, SiteWords } from '@madang/portal';
import { sealer, tenant, type Sealer } from '@madang/kernel';
import { FactorSeal } from '@madang/commons-people';
import { MediaFolder } from '@madang/commons-media';
import { TenantDoor } from '@madang/commons-settings';
import { PageDrawing, PresetFolder, SiteReader, SiteVoice } from '@madang/commons-site';
import type { Faces } from './http/faces.js';
import { HouseWords } from './http/house-words.js';
import { ProgramDoor } from './http/tenant-door.js';
import { HouseDrawing, HouseVoice } from './http/preview.js';
import type { PageRoutes } from './http/routes.js';
import { mailBindings } from './mail/bindings.js';
import type { Program } from './program.js';

/** A provider of the container. */
export interface Binding {
  provide: unknown;
  useValue?: unknown;
  useExisting?: unknown;
}

/** What the parts ask the program for, by the abstract classes they declare. */
export function bindingsOf(program: Program, faces: () => Faces, routes: () => PageRoutes, presets: string): Binding[] {
  return [
    { provide: MediaFolder, useValue: { path: join(program.config.dataDir, 'files') } },
    { provide: ShellSource, useExisting: SiteReader },
    { provide: SiteWords, useValue: new HouseWords(faces, program.database) },
    { provide: PresetFolder, useValue: { path: presets } },
    { provide: SiteVoice, useValue: new HouseVoice(faces) },
    { provide: PageDrawing, useValue: new HouseDrawing(faces, routes) },
    { provide: TenantDoor, useValue: new ProgramDoor(program) },
    { provide: FactorSeal, useValue: factorSeal(program.config.secret) },
    ...mailBindings(program, faces),
  ];
}

/** Seeds of second factors are sealed for one tenant: copied into another one's table they open nothing. */
function factorSeal(secret: string): FactorSeal {
  const own = (): Sealer => sealer(secret, `madang second factor ${tenant().id}`);
  return { seal: (text) => own().seal(text), open: (sealed) => own().open(sealed) };
}
