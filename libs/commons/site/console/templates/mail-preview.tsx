import { useState, type ReactNode } from 'react';
import { useDebouncedValue } from '@mantine/hooks';
import { Box, Button, Group, SegmentedControl, Text } from '@mantine/core';
import { graphql, Icon, PreviewFrame, TroubleNotice, useAct, useAsk, useSession, useT } from '@madang/console';

const Preview = graphql(`
  query PreviewOwnMail($input: OwnMailInput!) {
    previewOwnMail(input: $input) {
      subject
      html
      text
    }
  }
`);
const Test = graphql(`
  mutation SendTestMail($input: OwnMailInput!) {
    sendTestMail(input: $input)
  }
`);

/** A mail as it would arrive: HTML light and dark, and plain text; a test goes to whoever asks. */
export function MailPreview(props: {
  slot: string;
  locale: string;
  subject: string;
  source: string;
  flawed: boolean;
}): ReactNode {
  const t = useT();
  const { person } = useSession();
  const [shown, setShown] = useState<'light' | 'dark' | 'text'>('light');
  const { slot, locale, subject, source } = props;
  const mode = shown === 'dark' ? 'dark' : 'light';
  const [wish] = useDebouncedValue(JSON.stringify({ slot, locale, subject, source, mode }), 300);
  const asked = useAsk(Preview, { input: JSON.parse(wish) as never }, { enabled: !props.flawed });
  const test = useAct(Test, { done: 'site.mails.test_sent', refresh: [] });
  const mail = asked.data?.previewOwnMail;
  return (
    <Box className="site-preview">
      <Group justify="space-between" mb="xs">
        <SegmentedControl
          aria-label={t('site.mails.view')}
          value={shown}
          onChange={(next) => setShown(next)}
          data={(['light', 'dark', 'text'] as const).map((value) => ({
            value,
            label: t(value === 'text' ? 'site.mails.plain' : `console.preview.${value}`),
          }))}
        />
        <Button
          variant="default"
          leftSection={<Icon name="send" />}
          disabled={props.flawed}
          loading={test.busy}
          title={person.email ?? undefined}
          onClick={() => void test.run({ input: { slot, locale, subject, source } })}
        >
          {t('site.mails.test')}
        </Button>
      </Group>
      {!props.flawed && <TroubleNotice trouble={asked.error} again={asked.refetch} />}
      <Text size="sm" mb="xs">
        <Text span c="dimmed" size="sm">
          {t('site.mails.subject')}:{' '}
        </Text>
        <strong>{mail?.subject}</strong>
      </Text>
      {shown === 'text' ? (
        <pre className="site-lines" tabIndex={0} role="region" aria-label={t('site.mails.plain')}>
          {mail?.text}
        </pre>
      ) : (
        <PreviewFrame html={mail?.html} title={t('site.mails.preview')} busy={asked.isFetching} />
      )}
    </Box>
  );
}
