import { useState, type ReactNode } from 'react';
import { Button, Checkbox, Group, Modal, NumberInput, Stack, Text, Textarea, TextInput } from '@mantine/core';
import { operatorGraphql, TroubleNotice, troubleOf, useAct, useMay, useT } from '@madang/console';

const Open = operatorGraphql(`
  mutation OperatorOpenVisit($input: OpenVisitInput!) {
    openVisit(input: $input) {
      id
      link
    }
  }
`);

/** Asks for a visit: why, how long, and whether anything may be changed. The tenant is told at once. */
export function VisitDialog(props: { slug: string; name: string; opened: boolean; close: () => void }): ReactNode {
  const t = useT();
  const may = useMay();
  const act = useAct(Open, { quiet: true });
  const [reason, setReason] = useState('');
  const [onBehalfOf, setOnBehalfOf] = useState('');
  const [minutes, setMinutes] = useState<number | string>(15);
  const [mayWrite, setMayWrite] = useState(false);
  const [link, setLink] = useState<string>();
  const close = (): void => {
    setLink(undefined);
    props.close();
  };
  return (
    <Modal opened={props.opened} onClose={close} title={t('operators.visit.title', { name: props.name })} size="lg">
      {link ? (
        <Stack>
          <Text>{t('operators.visit.ready')}</Text>
          <Group justify="flex-end">
            <Button component="a" href={link} target="_blank" rel="noopener noreferrer" onClick={close}>
              {t('operators.visit.go')}
            </Button>
          </Group>
        </Stack>
      ) : (
        <form
          onSubmit={(event) => {
            event.preventDefault();
            void act
              .run({
                input: {
                  slug: props.slug,
                  reason,
                  ...(onBehalfOf ? { onBehalfOf } : {}),
                  minutes: Number(minutes),
                  mayWrite,
                },
              })
              .then((done) => done && setLink(done.openVisit.link));
          }}
        >
          <Stack>
            <Text>{t('operators.visit.text')}</Text>
            <Textarea
              label={t('operators.visit.reason')}
              description={t('operators.visit.reason.text')}
              required
              autosize
              minRows={2}
              minLength={5}
              maxLength={500}
              value={reason}
              error={troubleOf(act.trouble, 'reason')}
              onChange={(event) => setReason(event.currentTarget.value)}
              data-autofocus
            />
            <TextInput
              label={t('operators.visit.behalf')}
              value={onBehalfOf}
              maxLength={100}
              onChange={(event) => setOnBehalfOf(event.currentTarget.value)}
            />
            <NumberInput
              label={t('operators.visit.minutes')}
              min={5}
              max={30}
              clampBehavior="strict"
              value={minutes}
              onChange={setMinutes}
            />
            <Checkbox
              label={t('operators.visit.write')}
              description={t(may('write', 'Visit') ? 'operators.visit.write.text' : 'operators.visit.write.not')}
              disabled={!may('write', 'Visit')}
              checked={mayWrite}
              onChange={(event) => setMayWrite(event.currentTarget.checked)}
            />
            <TroubleNotice trouble={act.trouble} />
            <Group justify="flex-end">
              <Button variant="default" onClick={close}>
                {t('console.cancel')}
              </Button>
              <Button type="submit" disabled={reason.trim().length < 5} loading={act.busy}>
                {t('operators.visit.open')}
              </Button>
            </Group>
          </Stack>
        </form>
      )}
    </Modal>
  );
}
