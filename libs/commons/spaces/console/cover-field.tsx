import { useState, type ReactNode } from 'react';
import { Button, Group, Image, Text } from '@mantine/core';
import { FilePicker, Icon, useMay, useT } from '@madang/console';

/** The picture a space shows, from the library of the site. */
export function CoverField(props: {
  cover: string | null;
  change: (media: string | null) => void;
  error?: string;
}): ReactNode {
  const t = useT();
  const may = useMay();
  const [picking, setPicking] = useState(false);
  const allowed = may('design', 'Site');
  return (
    <div role="group" aria-label={t('spaces.cover')}>
      <Text size="sm" fw={600}>
        {t('spaces.cover')}
      </Text>
      <Text size="xs" c="dimmed" mb="xs">
        {t(allowed ? 'spaces.cover.text' : 'spaces.cover.denied')}
      </Text>
      {props.cover && <Image src={`/media/${props.cover}`} alt="" h={96} radius="md" fit="cover" mb="xs" />}
      <Group gap="sm">
        <Button
          variant="default"
          disabled={!allowed}
          leftSection={<Icon name="upload" />}
          onClick={() => setPicking(true)}
        >
          {t('spaces.cover.choose')}
        </Button>
        {props.cover && (
          <Button variant="subtle" color="red" onClick={() => props.change(null)}>
            {t('spaces.cover.remove')}
          </Button>
        )}
      </Group>
      {props.error && (
        <Text size="sm" c="red" role="alert">
          {props.error}
        </Text>
      )}
      {picking && (
        <FilePicker
          opened
          close={() => setPicking(false)}
          choose={(media) => {
            props.change(media);
            setPicking(false);
          }}
        />
      )}
    </div>
  );
}
