import { useState, type ReactNode } from 'react';
import { Button, Group, Modal, Stack, Textarea } from '@mantine/core';
import { useT } from '@madang/console';

/** Asks why before something is done to somebody; the reason is kept, and told where that is due. */
export function AskReason(props: {
  title: string;
  label: string;
  hint?: string;
  danger?: boolean;
  optional?: boolean;
  close: () => void;
  run: (reason: string) => Promise<unknown>;
  children?: ReactNode;
}): ReactNode {
  const t = useT();
  const [reason, setReason] = useState('');
  const [busy, setBusy] = useState(false);
  const ready = props.optional === true || reason.trim() !== '';
  const run = async (): Promise<void> => {
    setBusy(true);
    try {
      if ((await props.run(reason.trim())) !== undefined) props.close();
    } finally {
      setBusy(false);
    }
  };
  return (
    <Modal opened onClose={props.close} title={props.title}>
      <form
        onSubmit={(event) => {
          event.preventDefault();
          if (ready) void run();
        }}
      >
        <Stack>
          {props.children}
          <Textarea
            label={t('people.reason')}
            description={props.hint}
            value={reason}
            onChange={(event) => setReason(event.currentTarget.value)}
            autosize
            minRows={2}
            maxLength={1000}
            required={!props.optional}
            data-autofocus
          />
          <Group justify="flex-end">
            <Button variant="default" onClick={props.close}>
              {t('console.cancel')}
            </Button>
            <Button type="submit" color={props.danger ? 'red' : undefined} loading={busy} disabled={!ready}>
              {props.label}
            </Button>
          </Group>
        </Stack>
      </form>
    </Modal>
  );
}
