import { useState, type ReactNode } from 'react';
import { useQueryClient } from '@tanstack/react-query';
import { Button, FileButton } from '@mantine/core';
import { sendFile } from '../client.js';
import { tellTrouble } from '../data.js';
import { Icon } from '../frame/icons.js';
import { Trouble } from '../trouble.js';
import { useT } from '../words.js';

const PICTURES = 'image/png,image/jpeg,image/webp,image/gif,image/avif,image/svg+xml';
/** How the names of documents end that the library takes. */
export const DOCUMENTS = '.pdf,.hwp,.hwpx,.docx,.xlsx,.pptx,.odt,.ods,.odp,.csv,.txt';

/** Adds a picture or a document to the library and says which it became. */
export function UploadButton(props: {
  done: (id: string) => void;
  variant?: string;
  kind?: 'pictures' | 'documents';
}): ReactNode {
  const t = useT();
  const client = useQueryClient();
  const [busy, setBusy] = useState(false);
  const send = async (file: File | null): Promise<void> => {
    if (!file) return;
    setBusy(true);
    try {
      const { id } = await sendFile<{ id: string }>('/console/files', file, t('console.pictures.large'));
      await client.invalidateQueries({ queryKey: ['PictureLibrary'] });
      await client.invalidateQueries({ queryKey: ['DocumentLibrary'] });
      props.done(id);
    } catch (error) {
      tellTrouble(t, error instanceof Trouble ? error : new Trouble('internal', 'internal'));
    } finally {
      setBusy(false);
    }
  };
  return (
    <FileButton onChange={(file) => void send(file)} accept={props.kind === 'documents' ? DOCUMENTS : PICTURES}>
      {(button) => (
        <Button {...button} loading={busy} leftSection={<Icon name="upload" />} variant={props.variant}>
          {t(props.kind === 'documents' ? 'console.pictures.add_document' : 'console.pictures.add')}
        </Button>
      )}
    </FileButton>
  );
}
