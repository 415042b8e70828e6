import { useState, type ReactNode } from 'react';
import { Button, Group, Stack, Table, Text, VisuallyHidden } from '@mantine/core';
import { graphql, Loading, useAct, useAsk, useSession, useT, When, WideTable } from '@madang/console';
import { Tag } from '../tag.js';

const Compare = graphql(`
  query ComparePage($slug: String!, $from: Int!, $to: Int!, $locale: String!) {
    comparePage(slug: $slug, from: $from, to: $to, locale: $locale) {
      stretches {
        kind
        text
      }
    }
  }
`);
const Restore = graphql(`
  mutation RestorePage($slug: String!, $version: Int!) {
    restorePage(slug: $slug, version: $version) {
      revision
    }
  }
`);

export interface PageVersion {
  version: number;
  publishedAt?: string | null;
  publishAt?: string | null;
  effectiveOn?: string | null;
  createdAt: string;
  createdBy?: string | null;
}

/** Every version of a page, what changed from one to the next, and the way back. */
export function PageVersions(props: { slug: string; versions: readonly PageVersion[]; draft: boolean }): ReactNode {
  const t = useT();
  const [shown, setShown] = useState<number>();
  const restore = useAct(Restore, {
    done: 'site.page.restored',
    refresh: ['PageToEdit', 'PagesToEdit', 'PreviewOfSite'],
  });
  const newest = props.versions.find((one) => one.publishedAt)?.version;
  return (
    <Stack>
      {props.draft && <Text size="sm">{t('site.page.restore.blocked')}</Text>}
      <WideTable label={t('site.page.versions')} minWidth={520}>
        <Table>
          <Table.Thead>
            <Table.Tr>
              <Table.Th>{t('site.page.version')}</Table.Th>
              <Table.Th>{t('site.page.written')}</Table.Th>
              <Table.Th>{t('site.page.by')}</Table.Th>
              <Table.Th>
                <VisuallyHidden>{t('site.page.acts')}</VisuallyHidden>
              </Table.Th>
            </Table.Tr>
          </Table.Thead>
          <Table.Tbody>
            {props.versions.map((one) => (
              <Table.Tr key={one.version}>
                <Table.Td>
                  <Group gap={6}>
                    {one.version}
                    {!one.publishedAt && <Tag tone="plain">{t('site.pages.draft')}</Tag>}
                    {one.version === newest && <Tag tone="ok">{t('site.page.newest')}</Tag>}
                  </Group>
                </Table.Td>
                <Table.Td>
                  <When at={one.publishedAt ?? one.createdAt} />
                </Table.Td>
                <Table.Td>{one.createdBy ?? '—'}</Table.Td>
                <Table.Td>
                  <Group gap="xs" justify="flex-end">
                    {one.version > 1 && (
                      <Button
                        size="compact-md"
                        variant="subtle"
                        aria-expanded={shown === one.version}
                        onClick={() => setShown(shown === one.version ? undefined : one.version)}
                      >
                        {t('site.page.changes')}
                      </Button>
                    )}
                    {one.publishedAt && one.version !== newest && (
                      <Button
                        size="compact-md"
                        variant="default"
                        disabled={props.draft}
                        loading={restore.busy}
                        onClick={() => void restore.run({ slug: props.slug, version: one.version })}
                      >
                        {t('site.page.restore')}
                      </Button>
                    )}
                  </Group>
                </Table.Td>
              </Table.Tr>
            ))}
          </Table.Tbody>
        </Table>
      </WideTable>
      {shown !== undefined && <Changes slug={props.slug} version={shown} />}
    </Stack>
  );
}

function Changes({ slug, version }: { slug: string; version: number }): ReactNode {
  const t = useT();
  const { site } = useSession();
  const asked = useAsk(Compare, { slug, from: version - 1, to: version, locale: site.locale });
  if (!asked.data) return <Loading />;
  const changed = asked.data.comparePage.filter((change) => change.stretches.some((one) => one.kind !== 'same'));
  return (
    <Stack gap="xs" role="region" aria-label={t('site.page.changes')}>
      {changed.length === 0 && <Text size="sm">{t('site.page.changes.none')}</Text>}
      {changed.map((change, index) => (
        <p key={index} className="site-said">
          {change.stretches.map((one, at) =>
            one.kind === 'same' ? (
              one.text
            ) : one.kind === 'added' ? (
              <ins key={at} className="site-added">
                {one.text}
              </ins>
            ) : (
              <del key={at} className="site-removed">
                {one.text}
              </del>
            ),
          )}
        </p>
      ))}
    </Stack>
  );
}
