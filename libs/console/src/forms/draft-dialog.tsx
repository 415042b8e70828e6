import type { ReactNode } from 'react';
import { Button, Drawer, Group, Modal, Stack, Text } from '@mantine/core';
import { useT } from '../words.js';
import type { Draft } from './draft.js';
import type { Saving } from './save.js';

/**
 * A form in a dialog. Closing it keeps what was typed on this device and brings it back when it is opened again; only
 * "cancel" throws it away. Where somebody else saved first, both versions are shown in it. Close it in `useSave`'s `after`.
 */
export function DraftDialog<T extends object, Revision>(props: {
  title: string;
  draft: Draft<T, Revision>;
  saving: Saving<unknown>;
  close: () => void;
  drawer?: boolean;
  /** Label of the button; "save" where absent. */
  label?: string;
  /** Why it cannot be saved yet, or true where the form says so itself. */
  blocked?: string | boolean;
  /** Other acts, at the far side of the buttons. */
  acts?: ReactNode;
  children: ReactNode;
}): ReactNode {
  const t = useT();
  const { draft, saving, close, blocked } = props;
  const form = (
    <form
      onSubmit={(event) => {
        event.preventDefault();
        if (!saving.busy && !blocked) void saving.save();
      }}
    >
      <Stack>
        {draft.restored && draft.dirty && (
          <Group justify="space-between" role="status">
            <Text size="sm">{t('console.unsaved.restored', { count: draft.changed.length })}</Text>
            <Button size="compact-sm" variant="default" onClick={draft.reset}>
              {t('console.revert')}
            </Button>
          </Group>
        )}
        {saving.notice}
        {props.children}
        <Group justify="space-between">
          <Group gap="sm">{props.acts}</Group>
          <Group gap="sm">
            <Button
              variant="default"
              onClick={() => {
                draft.reset();
                close();
              }}
            >
              {t('console.cancel')}
            </Button>
            <Button
              type="submit"
              loading={saving.busy}
              disabled={Boolean(blocked)}
              title={typeof blocked === 'string' ? blocked : undefined}
            >
              {props.label ?? t('console.save')}
            </Button>
          </Group>
        </Group>
      </Stack>
    </form>
  );
  return props.drawer ? (
    <Drawer opened onClose={close} position="right" size="lg" title={props.title}>
      {form}
    </Drawer>
  ) : (
    <Modal opened onClose={close} size="lg" title={props.title}>
      {form}
    </Modal>
  );
}
