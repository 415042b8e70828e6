import { useState, type ReactNode } from 'react';
import { useQueryClient } from '@tanstack/react-query';
import { Button, FileButton } from '@mantine/core';
import { tellTrouble } from '../data.js';
import { Icon } from '../frame/icons.js';
import { Trouble } from '../trouble.js';
import { useT } from '../words.js';
import { sendPicture } from './picture-api.js';

/** Adds a picture to the library and says which it became. */
export function UploadButton(props: { done: (id: string) => void; variant?: string }): ReactNode {
  const t = useT();
  const client = useQueryClient();
  const [busy, setBusy] = useState(false);
  const send = async (file: File | null): Promise<void> => {
    if (!file) return;
    setBusy(true);
    try {
      const id = await sendPicture(file, {
        refused: t('console.pictures.refused'),
        large: t('console.pictures.large'),
      });
      await client.invalidateQueries({ queryKey: ['PictureLibrary'] });
      props.done(id);
    } catch (error) {
      tellTrouble(t, error instanceof Trouble ? error : new Trouble('internal', 'internal'));
    } finally {
      setBusy(false);
    }
  };
  return (
    <FileButton onChange={(file) => void send(file)} accept="image/png,image/jpeg,image/webp,image/gif,image/avif">
      {(button) => (
        <Button {...button} loading={busy} leftSection={<Icon name="upload" />} variant={props.variant}>
          {t('console.pictures.add')}
        </Button>
      )}
    </FileButton>
  );
}
