import type { Migration, Part } from '@madang/kernel';
import { answers } from '@madang/commons-answers';
import { audit } from '@madang/commons-audit';
import { conversation } from '@madang/commons-conversation';
import { inputs } from '@madang/commons-inputs';
import { hosting } from '@madang/commons-hosting';
import { desk } from '@madang/commons-desk';
import { settings } from '@madang/commons-settings';
import { media } from '@madang/commons-media';
import { notices } from '@madang/commons-notices';
import { people } from '@madang/commons-people';
import { site } from '@madang/commons-site';
import { spaces } from '@madang/commons-spaces';
import { subjects } from '@madang/commons-subjects';
import { methods } from './methods.js';

/** What every method may use. */
export const commons: readonly Part[] = [
  audit,
  people,
  spaces,
  subjects,
  conversation,
  answers,
  media,
  notices,
  inputs,
  site,
  hosting,
  desk,
  settings,
];

/** The whole house, in an order in which each stands on those before it. */
export const parts: readonly Part[] = [...commons, ...methods];

/** The history of the tenant schema over all parts. Versions are unique; gaps are allowed. */
export function migrationsOf(of: readonly Part[]): Migration[] {
  const list = of.flatMap((part) => part.migrations ?? []).sort((a, b) => a.version - b.version);
  for (let i = 1; i < list.length; i += 1)
    if (list[i]!.version === list[i - 1]!.version) throw new Error(`two migrations have version ${list[i]!.version}`);
  return list;
}
