import { join } from 'node:path';
import { ShellSource, SiteWords } from '@madang/portal';
import { MediaFolder } from '@madang/commons-media';
import { PageDrawing, PresetFolder, SiteReader, SiteVoice } from '@madang/commons-site';
import type { Faces } from './http/faces.js';
import { HouseWords } from './http/house-words.js';
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
    ...mailBindings(program, faces),
  ];
}
