import { useState, type ReactNode } from 'react';
import { Button, Group, List, Modal, Stack, Text, Textarea } from '@mantine/core';
import { useT } from '../words.js';

/** Names shown before "and others". */
const NAMED = 12;

/** Asks before something is done to many rows: which they are, which it cannot be done to, and why where a reason is due. */
export function ManyDialog(props: {
  label: string;
  danger?: boolean;
  hint?: string;
  withReason: boolean;
  rows: readonly { name: string; why?: string }[];
  close: () => void;
  run: (reason: string) => Promise<void>;
}): ReactNode {
  const t = useT();
  const [reason, setReason] = useState('');
  const [busy, setBusy] = useState(false);
  const free = props.rows.filter(({ why }) => why === undefined);
  const held = props.rows.filter(({ why }) => why !== undefined);
  const ready = free.length > 0 && (!props.withReason || reason.trim() !== '');
  const run = async (): Promise<void> => {
    setBusy(true);
    await props.run(reason.trim());
    props.close();
  };
  return (
    <Modal opened onClose={props.close} title={props.label}>
      <form
        onSubmit={(event) => {
          event.preventDefault();
          if (ready && !busy) void run();
        }}
      >
        <Stack>
          {free.length > 0 && (
            <div>
              <Text size="sm" fw={600}>
                {t('console.many.these', { count: free.length })}
              </Text>
              <Text size="sm" className="console-wrap">
                {free
                  .slice(0, NAMED)
                  .map(({ name }) => name)
                  .join(', ')}
                {free.length > NAMED && ` ${t('console.many.others', { count: free.length - NAMED })}`}
              </Text>
            </div>
          )}
          {props.hint && free.length > 0 && (
            <Text size="sm" c="dimmed">
              {props.hint}
            </Text>
          )}
          {held.length > 0 && (
            <div>
              <Text size="sm" fw={600}>
                {t('console.many.not_these', { count: held.length })}
              </Text>
              <List size="sm" className="console-wrap">
                {held.slice(0, NAMED).map(({ name, why }, index) => (
                  <List.Item key={index}>
                    {name}: {why}
                  </List.Item>
                ))}
              </List>
              {held.length > NAMED && <Text size="sm">{t('console.many.others', { count: held.length - NAMED })}</Text>}
            </div>
          )}
          {props.withReason && (
            <Textarea
              label={t('console.reason')}
              value={reason}
              onChange={(event) => setReason(event.currentTarget.value)}
              autosize
              minRows={2}
              maxLength={1000}
              required
              data-autofocus
            />
          )}
          <Group justify="flex-end">
            <Button variant="default" onClick={props.close}>
              {t('console.cancel')}
            </Button>
            <Button type="submit" color={props.danger ? 'red.9' : undefined} loading={busy} disabled={!ready}>
              {props.label}
            </Button>
          </Group>
        </Stack>
      </form>
    </Modal>
  );
}
