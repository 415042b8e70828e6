import { useState, type ReactNode } from 'react';
import { ActionIcon, Button, FileButton, Group, Image, Stack, Text, TextInput } from '@mantine/core';
import { Icon, sendFile, tellTrouble, Trouble, useT } from '@madang/console';

/** A picture that was sent ahead, with its words. */
export interface EntryPicture {
  id: string;
  alt: string;
  name: string;
}

const MOST = 10;

/** Pictures of what somebody brought. They are kept for a day and go with the entry. */
export function EntryPictures(props: {
  value: readonly EntryPicture[];
  change: (next: EntryPicture[]) => void;
  error?: string;
}): ReactNode {
  const t = useT();
  const { value, change } = props;
  const [busy, setBusy] = useState(false);
  const [previews, setPreviews] = useState<Record<string, string>>({});
  const send = async (files: File[]): Promise<void> => {
    setBusy(true);
    const added: EntryPicture[] = [];
    try {
      for (const file of files.slice(0, MOST - value.length)) {
        const { id } = await sendFile<{ id: string }>('/media', file, t('inputs.enter.pictures.large'));
        added.push({ id, alt: '', name: file.name });
        setPreviews((known) => ({ ...known, [id]: URL.createObjectURL(file) }));
      }
    } catch (error) {
      tellTrouble(t, error instanceof Trouble ? error : new Trouble('internal', 'internal'));
    } finally {
      setBusy(false);
      if (added.length > 0) change([...value, ...added]);
    }
  };
  return (
    <Stack gap="xs" role="group" aria-label={t('inputs.enter.pictures')}>
      <Text size="sm" fw={500}>
        {t('inputs.enter.pictures')}
      </Text>
      {value.map((picture, index) => (
        <Group key={picture.id} align="flex-end" wrap="nowrap">
          {previews[picture.id] && (
            <Image src={previews[picture.id]} alt="" w={64} h={64} fit="cover" radius="sm" flex="0 0 auto" />
          )}
          <TextInput
            flex={1}
            label={t('inputs.enter.pictures.alt', { name: picture.name || index + 1 })}
            value={picture.alt}
            maxLength={300}
            onChange={(event) =>
              change(value.map((one) => (one === picture ? { ...one, alt: event.currentTarget.value } : one)))
            }
          />
          <ActionIcon
            variant="subtle"
            size="lg"
            aria-label={t('inputs.enter.pictures.remove', { name: picture.name || index + 1 })}
            onClick={() => change(value.filter((one) => one !== picture))}
          >
            <Icon name="trash" />
          </ActionIcon>
        </Group>
      ))}
      {props.error && (
        <Text size="sm" c="red" role="alert">
          {props.error}
        </Text>
      )}
      <Group>
        <FileButton multiple onChange={(files) => void send(files)} accept="image/*">
          {(button) => (
            <Button
              {...button}
              variant="default"
              loading={busy}
              disabled={value.length >= MOST}
              leftSection={<Icon name="upload" />}
            >
              {t('inputs.enter.pictures.add')}
            </Button>
          )}
        </FileButton>
      </Group>
    </Stack>
  );
}
