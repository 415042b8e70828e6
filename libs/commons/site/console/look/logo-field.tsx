import { useState, type ReactNode } from 'react';
import { Button, Group, Image, Paper, Text, Title } from '@mantine/core';
import { FilePicker, Icon, useT } from '@madang/console';

/** The logo from the library, and the icon the theme draws for tabs and phones. */
export function LogoField(props: {
  logo: string | null;
  icon: string | undefined;
  change: (media: string | null) => void;
}): ReactNode {
  const t = useT();
  const [picking, setPicking] = useState(false);
  return (
    <Paper withBorder p="md">
      <Title order={2} size="h5" mb="xs">
        {t('site.logo.title')}
      </Title>
      <Text size="sm" c="dimmed" mb="sm">
        {t('site.logo.help')}
      </Text>
      <Group align="center">
        {props.logo ? (
          <Image src={`/media/${props.logo}`} alt={t('site.logo.alt')} h={48} w="auto" fit="contain" />
        ) : (
          props.icon && (
            <img
              src={`data:image/svg+xml,${encodeURIComponent(props.icon)}`}
              alt={t('site.logo.drawn')}
              width={48}
              height={48}
            />
          )
        )}
        <Button variant="default" leftSection={<Icon name="upload" />} onClick={() => setPicking(true)}>
          {t('site.logo.choose')}
        </Button>
        {props.logo && (
          <Button variant="subtle" color="red" onClick={() => props.change(null)}>
            {t('site.logo.remove')}
          </Button>
        )}
      </Group>
      {props.icon && (
        <Group mt="md" gap="sm" align="flex-end">
          {[16, 32, 64].map((size) => (
            <img
              key={size}
              src={`data:image/svg+xml,${encodeURIComponent(props.icon!)}`}
              alt=""
              width={size}
              height={size}
            />
          ))}
          <Text size="sm" c="dimmed">
            {t('site.logo.icons')}
          </Text>
        </Group>
      )}
      <FilePicker
        opened={picking}
        close={() => setPicking(false)}
        choose={(media) => {
          props.change(media);
          setPicking(false);
        }}
      />
    </Paper>
  );
}
