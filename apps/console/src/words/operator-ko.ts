import type { Catalogue, Catalogues } from '@madang/theming/browser';

const found = import.meta.glob<Catalogue>(
  ['../../../../libs/console/src/i18n/ko.json', '../../../../libs/platform/*/console/**/i18n/ko.json'],
  { eager: true, import: 'default' },
);

export const catalogues: Catalogues[] = Object.values(found).map((messages) => ({ ko: messages }));
