import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Part } from '@madang/kernel';
import { createMessages, createTemplates, type Messages, type Templates } from '@madang/theming';
import { platformParts } from './operator/operator.module.js';
import { parts } from './parts.js';

const PORTAL = fileURLToPath(new URL('../../../libs/portal', import.meta.url));

/** The folder of a part: its templates and i18n lie there, whether it runs from src or from dist. */
const homeOf = (part: Pick<Part, 'home'>): string => dirname(dirname(fileURLToPath(part.home)));

/** The catalogues of all parts, by language. */
export function houseCatalogues(): Record<string, Record<string, string>>[] {
  const folders = [PORTAL, ...[...parts, ...platformParts].map(homeOf)]
    .map((dir) => join(dir, 'i18n'))
    .filter((dir) => existsSync(dir));
  return folders.map((dir) =>
    Object.fromEntries(
      readdirSync(dir)
        .filter((file) => file.endsWith('.json'))
        .map((file) => [
          file.replace('.json', ''),
          JSON.parse(readFileSync(join(dir, file), 'utf8')) as Record<string, string>,
        ]),
    ),
  );
}

/** All texts of the program. In tests an unknown key throws; in production it shows itself and is logged. */
export const houseMessages = (strict = true): Messages => createMessages({ catalogues: houseCatalogues(), strict });

/** All templates of the program. */
export const houseTemplates = (): Templates =>
  createTemplates({
    roots: [
      { name: '', dir: join(PORTAL, 'templates') },
      ...parts.map((part) => ({ name: part.name, dir: join(homeOf(part), 'templates') })),
    ],
  });
