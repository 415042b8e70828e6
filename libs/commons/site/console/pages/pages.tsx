import { type ReactNode } from 'react';
import { Button, Group } from '@mantine/core';
import {
  DataTable,
  graphql,
  Icon,
  LinkTo,
  listTools,
  Screen,
  useAsk,
  useMany,
  useT,
  useView,
  useWhole,
  type Column,
} from '@madang/console';
import { Tag } from '../tag.js';
import { PURPOSES } from './purposes.js';

const Pages = graphql(`
  query PagesToEdit {
    pagesOfSite {
      slug
      purpose
      title
      inFooter
      position
      inForce
      draft
    }
  }
`);

const Publish = graphql(`
  mutation PublishPages($slug: String!) {
    publishPage(slug: $slug) {
      version
    }
  }
`);
const Discard = graphql(`
  mutation DiscardPageDrafts($slug: String!) {
    discardPageDraft(slug: $slug)
  }
`);

interface Row {
  slug: string;
  purpose: string;
  title: string;
  inFooter: boolean;
  inForce?: number | null;
  draft?: number | null;
}

/** The pages an organisation writes about itself: what is in force, what is being written. */
export function Panel(): ReactNode {
  const t = useT();
  const [view] = useView();
  const pages = useAsk(Pages, {});
  const filtered = pages.data?.pagesOfSite.filter(
    (page) => !view.filters['purpose'] || page.purpose === view.filters['purpose'],
  );
  const drafts = {
    asks: 'sure' as const,
    variables: ({ slug }: Row) => ({ slug }),
    name: ({ title }: Row) => title,
    unless: ({ draft }: Row) => (draft ? undefined : t('site.pages.no_draft')),
  };
  const publish = useMany(Publish, {
    ...drafts,
    label: t('site.pages.publish_drafts'),
    icon: 'check',
    hint: t('site.pages.publish_drafts.hint'),
    done: 'site.pages.published_many',
  });
  const discard = useMany(Discard, {
    ...drafts,
    label: t('site.pages.discard_drafts'),
    icon: 'trash',
    danger: true,
    hint: t('site.pages.discard_drafts.hint'),
    done: 'site.pages.discarded_many',
  });
  const inForce = (page: Row): string =>
    page.inForce ? t('site.pages.in_force', { version: page.inForce }) : t('site.pages.not_public');
  const purpose = (page: Row): string => t(`site.purpose.${page.purpose}`);
  const columns: Column<Row>[] = [
    {
      id: 'title',
      label: t('site.pages.name'),
      sortable: true,
      value: (page) => page.title,
      render: (page) => page.title,
    },
    {
      id: 'state',
      label: t('site.pages.state'),
      value: (page) => [inForce(page), ...(page.draft ? [t('site.pages.draft')] : [])].join(', '),
      render: (page) => (
        <Group gap={6}>
          <Tag tone={page.inForce ? 'ok' : 'plain'}>{inForce(page)}</Tag>
          {page.draft && <Tag tone="wait">{t('site.pages.draft')}</Tag>}
        </Group>
      ),
    },
    { id: 'purpose', label: t('site.pages.purpose'), sortable: true, value: purpose, render: purpose },
    {
      id: 'footer',
      label: t('site.pages.footer'),
      value: (page) => (page.inFooter ? t('site.yes') : ''),
      render: (page) => (page.inFooter ? t('site.yes') : '—'),
    },
    {
      id: 'slug',
      label: t('site.pages.address'),
      sortable: true,
      value: (page) => `/pages/${page.slug}`,
      render: (page) => `/pages/${page.slug}`,
    },
  ];
  const rows = useWhole(filtered, columns);
  return (
    <Screen
      title={t('site.pages.title')}
      description={t('site.pages.text')}
      actions={
        <Button component={LinkTo} to="/site/pages/new" leftSection={<Icon name="plus" />}>
          {t('site.pages.new')}
        </Button>
      }
    >
      {publish.shown}
      {discard.shown}
      <DataTable
        id="pages"
        label={t('site.pages.title')}
        columns={columns}
        asked={pages}
        rows={rows}
        bulk={[publish.act, discard.act]}
        tools={listTools('pages', { rows: rows ?? [] })}
        keyOf={(page) => page.slug}
        leads={(page) => `/site/pages/${page.slug}`}
        searchable
        filters={[
          {
            id: 'purpose',
            label: t('site.pages.purpose'),
            kind: 'choice',
            options: PURPOSES.map((value) => ({ value, label: t(`site.purpose.${value}`) })),
          },
        ]}
        empty={{
          icon: 'file',
          title: t('site.pages.none'),
          text: t('site.pages.none.text'),
          action: (
            <Button component={LinkTo} to="/site/pages/new">
              {t('site.pages.new')}
            </Button>
          ),
        }}
      />
    </Screen>
  );
}
