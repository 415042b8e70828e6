import type { ReactNode } from 'react';
import { Modal, SimpleGrid, Stack, Text, UnstyledButton } from '@mantine/core';
import { useT } from '@madang/console';

/** Kinds of blocks to choose from, each with a sentence that says what it is good for. */
export function Gallery(props: {
  opened: boolean;
  close: () => void;
  types: readonly string[];
  choose: (type: string) => void;
}): ReactNode {
  const t = useT();
  return (
    <Modal opened={props.opened} onClose={props.close} title={t('site.home.add')} size="lg">
      <SimpleGrid cols={{ base: 1, sm: 2 }}>
        {props.types.map((type) => (
          <UnstyledButton key={type} className="site-choice" onClick={() => props.choose(type)}>
            <Stack gap={4}>
              <Text fw={700}>{t(`site.block.${type}`)}</Text>
              <Text size="sm" c="dimmed">
                {t(`site.block.${type}.text`)}
              </Text>
            </Stack>
          </UnstyledButton>
        ))}
      </SimpleGrid>
    </Modal>
  );
}
