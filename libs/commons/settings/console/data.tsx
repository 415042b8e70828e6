import { useState, type ReactNode } from 'react';
import { Button, Checkbox, Group, Paper, Stack, Text, Title } from '@mantine/core';
import { download, graphql, Icon, Screen, TypeToConfirm, useAct, useMay, useSession, useT } from '@madang/console';

const Export = graphql(`
  mutation ExportSite($people: Boolean!) {
    exportSite(people: $people) {
      url
    }
  }
`);
const Close = graphql(`
  mutation CloseSite($input: CloseSiteInput!) {
    closeSite(input: $input)
  }
`);

/** Everything of the site as one file, and its end. */
export function Panel(): ReactNode {
  const t = useT();
  const may = useMay();
  const { site } = useSession();
  const [people, setPeople] = useState(true);
  const [closing, setClosing] = useState(false);
  const take = useAct(Export, { done: 'settings.data.ready', refresh: [] });
  const close = useAct(Close);
  return (
    <Screen title={t('settings.data.title')} description={t('settings.data.description')} width="narrow">
      <Paper withBorder p="md" component="section">
        <Title order={2} size="h5" mb="xs">
          {t('settings.data.export')}
        </Title>
        <Stack gap="sm" align="flex-start">
          <Text size="sm">{t('settings.data.export.text')}</Text>
          <Checkbox
            label={t('settings.data.people')}
            description={t('settings.data.people.help')}
            checked={people}
            onChange={(event) => setPeople(event.currentTarget.checked)}
          />
          <Button
            leftSection={<Icon name="download" />}
            loading={take.busy}
            onClick={() => void take.run({ people }).then((made) => made && download({ url: made.exportSite.url }))}
          >
            {t('settings.data.take')}
          </Button>
        </Stack>
      </Paper>
      {may('close', 'Settings') && (
        <Paper withBorder p="md" component="section">
          <Title order={2} size="h5" mb="xs">
            {t('settings.close.title')}
          </Title>
          <Stack gap="sm">
            <Text size="sm">{t('settings.close.text')}</Text>
            <Group>
              <Button color="red" variant="outline" onClick={() => setClosing(true)}>
                {t('settings.close.act')}
              </Button>
            </Group>
          </Stack>
        </Paper>
      )}
      <TypeToConfirm
        opened={closing}
        close={() => setClosing(false)}
        title={t('settings.close.title')}
        effects={[t('settings.close.effect.gone'), t('settings.close.effect.people'), t('settings.close.effect.undo')]}
        name={site.name}
        label={t('settings.close.act')}
        withReason
        run={async (reason) => {
          if (await close.run({ input: { confirm: site.name, reason } })) location.assign('/');
        }}
      />
    </Screen>
  );
}
