import type { ReactNode } from 'react';
import { useT } from '@madang/console';
import { SlotList } from './slot-list.js';

/** Every kind of mail the site sends, in the house's words or in the organisation's. */
export function Panel(): ReactNode {
  const t = useT();
  return <SlotList kind="mail" title={t('site.mails.title')} text={t('site.mails.text')} />;
}
