import { useState, type ReactNode } from 'react';
import { Button, Group, List, Modal, Stack, Text, TextInput } from '@mantine/core';
import { useT } from '../words.js';

/** A dangerous act: says what it will touch and whether it can be taken back, and waits for the name to be typed. */
export function TypeToConfirm(props: {
  opened: boolean;
  close: () => void;
  title: string;
  /** What will happen, one line each: "6,586 people lose access". */
  effects: readonly string[];
  /** What has to be typed. */
  name: string;
  label: string;
  /** Asked for with it, where the act needs one. */
  withReason?: boolean;
  run: (reason: string) => Promise<unknown>;
  children?: ReactNode;
}): ReactNode {
  const t = useT();
  const [typed, setTyped] = useState('');
  const [reason, setReason] = useState('');
  const [busy, setBusy] = useState(false);
  const right = typed.trim() === props.name && (!props.withReason || reason.trim().length > 0);
  const run = async (): Promise<void> => {
    if (!right) return;
    setBusy(true);
    try {
      await props.run(reason.trim());
    } finally {
      setBusy(false);
      setTyped('');
    }
  };
  return (
    <Modal opened={props.opened} onClose={props.close} title={props.title} size="lg">
      <form
        onSubmit={(event) => {
          event.preventDefault();
          void run();
        }}
      >
        <Stack>
          <List size="sm" spacing={4}>
            {props.effects.map((effect) => (
              <List.Item key={effect}>{effect}</List.Item>
            ))}
          </List>
          {props.children}
          {props.withReason && (
            <TextInput
              label={t('console.reason')}
              value={reason}
              onChange={(event) => setReason(event.currentTarget.value)}
              required
              maxLength={1000}
            />
          )}
          <TextInput
            label={t('console.confirm.type', { name: props.name })}
            value={typed}
            onChange={(event) => setTyped(event.currentTarget.value)}
            autoComplete="off"
            spellCheck={false}
            data-autofocus
          />
          <Text size="sm" c="dimmed">
            {t('console.confirm.why')}
          </Text>
          <Group justify="flex-end">
            <Button variant="default" onClick={props.close}>
              {t('console.cancel')}
            </Button>
            <Button type="submit" color="red.9" disabled={!right} loading={busy}>
              {props.label}
            </Button>
          </Group>
        </Stack>
      </form>
    </Modal>
  );
}
