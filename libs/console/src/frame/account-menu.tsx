import type { ReactNode } from 'react';
import { Menu } from '@mantine/core';
import { useT } from '../words.js';
import { AccountButton, type AccountProps } from './account-button.js';
import { Icon } from './icons.js';

/** What one can do as oneself: go to the site, choose a language, leave. Opens at once. */
export function AccountMenu(props: AccountProps): ReactNode {
  const t = useT();
  return (
    <Menu position="bottom-end" width={220} defaultOpened>
      <Menu.Target>
        <AccountButton name={props.name} />
      </Menu.Target>
      <Menu.Dropdown>
        <Menu.Item component="a" href={props.siteUrl} leftSection={<Icon name="open" size={16} />}>
          {t(props.area === 'tenant' ? 'console.to_site' : 'console.to_platform')}
        </Menu.Item>
        <Menu.Label>{t('console.language')}</Menu.Label>
        {(['ko', 'en'] as const).map((locale) => (
          <Menu.Item
            key={locale}
            lang={locale}
            onClick={() => props.languages.choose(locale)}
            leftSection={<Icon name={props.languages.current === locale ? 'check' : 'language'} size={16} />}
          >
            {locale === 'ko' ? '한국어' : 'English'}
          </Menu.Item>
        ))}
        <Menu.Divider />
        <Menu.Item onClick={props.signOut} leftSection={<Icon name="lock" size={16} />}>
          {t('console.sign_out')}
        </Menu.Item>
      </Menu.Dropdown>
    </Menu>
  );
}
