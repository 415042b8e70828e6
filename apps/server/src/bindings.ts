import { join } from 'node:path';
import { context } from '@madang/kernel';
import type { Messages, Templates } from '@madang/theming';
import { ShellSource } from '@madang/portal';
import { MediaFolder } from '@madang/commons-media';
import { SiteReader } from '@madang/commons-site';
import { siteUrl } from './config.js';
import type { Faces } from './http/faces.js';
import type { Program } from './program.js';

/** What the parts ask the program for, by the abstract classes they declare. */
export function bindingsOf(program: Program, _messages: Messages, _templates: Templates, _faces: () => Faces): { provide: unknown; useValue?: unknown; useExisting?: unknown }[] {
  return [
    { provide: MediaFolder, useValue: { path: join(program.config.dataDir, 'files') } },
    { provide: ShellSource, useExisting: SiteReader },
  ];
}

/** The public address of a path of the current tenant. */
export const tenantAddress = (program: Program, path: string): string => siteUrl(program.config, context().tenant.primaryHost, path);
