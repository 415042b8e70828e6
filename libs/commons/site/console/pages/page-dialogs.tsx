import { useState, type ReactNode } from 'react';
import { Button, CopyButton, Group, Modal, Stack, Text, TextInput } from '@mantine/core';
import { graphql, useAct, useT } from '@madang/console';

const Publish = graphql(`
  mutation PublishPage($slug: String!, $effectiveOn: String) {
    publishPage(slug: $slug, effectiveOn: $effectiveOn) {
      version
    }
  }
`);
const Schedule = graphql(`
  mutation SchedulePage($slug: String!, $at: DateTime) {
    schedulePage(slug: $slug, at: $at) {
      revision
    }
  }
`);
const Share = graphql(`
  mutation SharePage($slug: String!) {
    sharePageDraft(slug: $slug)
  }
`);

/** Names of queries that change when a page does. */
export const REFRESH = ['PageToEdit', 'PagesToEdit', 'PreviewOfSite'];

/** Publishes the draft now, from a day on, or at a moment to come. */
export function PublishDialog(props: {
  opened: boolean;
  close: () => void;
  slug: string;
  waiting: string | null | undefined;
}): ReactNode {
  const t = useT();
  const [from, setFrom] = useState('');
  const [at, setAt] = useState('');
  const publish = useAct(Publish, { done: 'site.page.published', refresh: REFRESH });
  const schedule = useAct(Schedule, { done: 'site.page.scheduled', refresh: REFRESH });
  const done = (result: unknown): void => {
    if (result) props.close();
  };
  return (
    <Modal opened={props.opened} onClose={props.close} title={t('site.page.publish')} size="lg">
      <Stack>
        <Text size="sm">{t('site.page.publish.text')}</Text>
        <Group align="flex-end">
          <TextInput
            type="date"
            label={t('site.page.effective')}
            description={t('site.page.effective.help')}
            value={from}
            onChange={(event) => setFrom(event.currentTarget.value)}
          />
          <Button
            loading={publish.busy}
            onClick={() => void publish.run({ slug: props.slug, effectiveOn: from || null }).then(done)}
          >
            {t('site.page.publish_now')}
          </Button>
        </Group>
        <Group align="flex-end">
          <TextInput
            type="datetime-local"
            label={t('site.page.at')}
            description={t('site.page.at.help')}
            value={at}
            onChange={(event) => setAt(event.currentTarget.value)}
          />
          <Button
            variant="default"
            disabled={at === ''}
            loading={schedule.busy}
            onClick={() => void schedule.run({ slug: props.slug, at: new Date(at).toISOString() }).then(done)}
          >
            {t('site.page.publish_later')}
          </Button>
          {props.waiting && (
            <Button variant="subtle" onClick={() => void schedule.run({ slug: props.slug, at: null }).then(done)}>
              {t('site.page.call_off')}
            </Button>
          )}
        </Group>
      </Stack>
    </Modal>
  );
}

/** Makes a link that shows the draft without an account. */
export function ShareDialog(props: { opened: boolean; close: () => void; slug: string }): ReactNode {
  const t = useT();
  const share = useAct(Share, { refresh: [] });
  const [path, setPath] = useState<string>();
  return (
    <Modal opened={props.opened} onClose={props.close} title={t('site.page.share')} size="lg">
      <Stack>
        <Text size="sm">{t('site.page.share.text')}</Text>
        {path ? (
          <Group align="flex-end">
            <TextInput flex="1" label={t('site.page.share.link')} value={location.origin + path} readOnly />
            <CopyButton value={location.origin + path}>
              {({ copied, copy }) => (
                <Button variant="default" onClick={copy}>
                  {t(copied ? 'site.copied' : 'site.copy')}
                </Button>
              )}
            </CopyButton>
          </Group>
        ) : (
          <Button
            loading={share.busy}
            onClick={() => void share.run({ slug: props.slug }).then((made) => setPath(made?.sharePageDraft))}
          >
            {t('site.page.share.make')}
          </Button>
        )}
      </Stack>
    </Modal>
  );
}
