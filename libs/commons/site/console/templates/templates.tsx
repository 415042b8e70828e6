import type { ReactNode } from 'react';
import { useT } from '@madang/console';
import { SlotList } from './slot-list.js';

/** Pieces of pages an organisation may write itself. */
export function Panel(): ReactNode {
  const t = useT();
  return <SlotList kind="page" title={t('site.templates.title')} text={t('site.templates.text')} />;
}
