import type { Catalogue, Catalogues } from '@madang/theming/browser';

const found = import.meta.glob<Catalogue>(
  ['../../../../libs/console/src/i18n/en.json', '../../../../libs/platform/*/console/**/i18n/en.json'],
  { eager: true, import: 'default' },
);

export const catalogues: Catalogues[] = Object.values(found).map((messages) => ({ en: messages }));
