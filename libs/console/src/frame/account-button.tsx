import type { ComponentProps, ReactNode } from 'react';
import { Button } from '@mantine/core';
import { Icon } from './icons.js';

export interface AccountProps {
  name: string;
  siteUrl: string;
  area: 'tenant' | 'operator';
  languages: { current: string; choose: (locale: string) => void };
  signOut: () => void;
}

/** The button with the person's name. */
export function AccountButton({ name, ...more }: { name: string } & ComponentProps<'button'>): ReactNode {
  return (
    <Button
      {...more}
      variant="default"
      px="sm"
      rightSection={<Icon name="down" size={14} />}
      className="console-account"
    >
      {name}
    </Button>
  );
}
