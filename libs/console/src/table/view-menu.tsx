import { useState, type ReactNode } from 'react';
import { Button, Menu } from '@mantine/core';
import { useAct, useAsk } from '../data.js';
import { later } from '../frame/feedback.js';
import { Icon } from '../frame/icons.js';
import { useSearch, type Query } from '../frame/navigation.js';
import { graphql } from '../generated/tenant/index.js';
import { useT } from '../words.js';

const NameView = later(() => import('./name-view.js').then((part) => part.NameView));

const Views = graphql(`
  query SavedViewsOf($screen: String!) {
    savedViews(screen: $screen) {
      id
      name
      search
      shared
      mine
    }
  }
`);
const Remove = graphql(`
  mutation RemoveViewOf($id: ID!) {
    removeView(id: $id)
  }
`);

/** Views of a list that were kept, and keeping the one that is looked at; `besides` are keys of the address that are no part of it. */
export function ViewMenu({ screen, besides }: { screen: string; besides: readonly string[] }): ReactNode {
  const t = useT();
  const [query, change] = useSearch();
  const [naming, setNaming] = useState(false);
  const asked = useAsk(Views, { screen });
  const remove = useAct(Remove, { done: 'console.views.removed', refresh: ['SavedViewsOf'] });
  const views = asked.data?.savedViews ?? [];
  const here = searchOf(query, besides);
  const show = (search: string): void => {
    const own = Object.keys(query).filter((key) => !besides.includes(key));
    const cleared: Query = Object.fromEntries(own.map((key) => [key, undefined]));
    change({ ...cleared, ...Object.fromEntries(new URLSearchParams(search)) });
  };
  const own = views.find((view) => view.mine && view.search === here);
  return (
    <>
      <Menu position="bottom-end" width={260}>
        <Menu.Target>
          <Button variant="default" rightSection={<Icon name="down" size={14} />}>
            {views.find((view) => view.search === here)?.name ?? t('console.views')}
          </Button>
        </Menu.Target>
        <Menu.Dropdown>
          <Menu.Item onClick={() => show('')}>{t('console.views.all')}</Menu.Item>
          {views.map((view) => (
            <Menu.Item
              key={view.id}
              onClick={() => show(view.search)}
              leftSection={<Icon name={view.shared ? 'people' : 'eye'} size={16} />}
            >
              {view.name}
            </Menu.Item>
          ))}
          <Menu.Divider />
          <Menu.Item leftSection={<Icon name="plus" size={16} />} onClick={() => setNaming(true)}>
            {t('console.views.keep')}
          </Menu.Item>
          {own && (
            <Menu.Item leftSection={<Icon name="trash" size={16} />} onClick={() => void remove.run({ id: own.id })}>
              {t('console.views.remove', { name: own.name })}
            </Menu.Item>
          )}
        </Menu.Dropdown>
      </Menu>
      {naming && <NameView screen={screen} search={here} close={() => setNaming(false)} />}
    </>
  );
}

/** A query as it is kept: without the place within the list and what is no part of it, in one order. */
function searchOf(query: Query, besides: readonly string[]): string {
  const left = ['after', 'open', ...besides];
  const kept = Object.entries(query).filter(([key, value]) => !left.includes(key) && value);
  return new URLSearchParams(kept.sort(([one], [other]) => one.localeCompare(other)) as [string, string][]).toString();
}
