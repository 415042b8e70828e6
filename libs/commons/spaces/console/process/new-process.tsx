import { useState, type ReactNode } from 'react';
import { Button, FileInput, Group, Modal, Radio, Select, Stack, Text, TextInput } from '@mantine/core';
import {
  LocalisedText,
  troubleOf,
  useAct,
  useAsk,
  useGo,
  useSession,
  useT,
  wordsOf,
  type Localised,
} from '@madang/console';
import { todayIn, useTexts } from '../words.js';
import { CreateFromDesign, CreateProcess, DuplicateProcess, ListSpaces, ReadTemplates } from './operations.js';

/** Begins a process: from a design that comes with the software, from a file, as a copy, or from nothing. */
export function NewProcess(props: { opened: boolean; copy?: string; close: () => void; space?: string }): ReactNode {
  const t = useT();
  const texts = useTexts();
  const go = useGo();
  const { site } = useSession();
  const [title, setTitle] = useState<Localised>({});
  const [space, setSpace] = useState<string | null>(props.space ?? null);
  const [base, setBase] = useState('ideas-to-answers');
  const [file, setFile] = useState<{ name: string; design: unknown }>();
  const [wrong, setWrong] = useState<string>();
  const [startsOn, setStartsOn] = useState(() => todayIn(site.timeZone));
  const spaces = useAsk(ListSpaces, undefined, { enabled: props.opened });
  const templates = useAsk(ReadTemplates, undefined, { enabled: props.opened && !props.copy });
  const create = useAct(CreateProcess, { quiet: true });
  const design = useAct(CreateFromDesign, { quiet: true });
  const duplicate = useAct(DuplicateProcess, { quiet: true });
  const trouble = create.trouble ?? design.trouble ?? duplicate.trouble;
  const open = (spaces.data?.manageSpaces ?? []).filter((one) => !one.archivedAt);
  const chosen = space ?? open[0]?.slug ?? null;
  const named = Object.values(title).some((text) => text.trim() !== '') ? title : undefined;

  async function run(): Promise<void> {
    const id = props.copy
      ? (await duplicate.run({ input: { id: props.copy, title: named, startsOn, space: chosen ?? undefined } }))
          ?.duplicateProcess.id
      : base === 'empty'
        ? (await create.run({ input: { space: chosen ?? '', title: named ?? {} } }))?.createProcess.id
        : (
            await design.run({
              input: {
                space: chosen ?? '',
                title: named,
                startsOn,
                ...(base === 'file' ? { design: file?.design } : { template: base }),
              },
            })
          )?.createProcessFromDesign.id;
    if (!id) return;
    props.close();
    go(`/processes/${id}`);
  }

  async function read(from: File | null): Promise<void> {
    setWrong(undefined);
    setFile(undefined);
    if (!from) return;
    try {
      setFile({ name: from.name, design: JSON.parse(await from.text()) as unknown });
    } catch {
      setWrong(t('spaces.new.file_wrong'));
    }
  }

  return (
    <Modal
      opened={props.opened}
      onClose={props.close}
      size="lg"
      title={t(props.copy ? 'spaces.new.copy_title' : 'spaces.new.title')}
    >
      <form
        onSubmit={(event) => {
          event.preventDefault();
          void run();
        }}
      >
        <Stack>
          {trouble && (
            <Text c="red" size="sm" role="alert">
              {wordsOf(t, trouble)}
            </Text>
          )}
          {!props.copy && (
            <Radio.Group value={base} onChange={setBase} label={t('spaces.new.base')}>
              <Stack gap="xs" mt="xs">
                {(templates.data?.processTemplates ?? []).map((one) => (
                  <Radio key={one.name} value={one.name} label={texts(one.title)} description={texts(one.summary)} />
                ))}
                <Radio value="empty" label={t('spaces.new.empty')} description={t('spaces.new.empty_text')} />
                <Radio value="file" label={t('spaces.new.file')} description={t('spaces.new.file_text')} />
              </Stack>
            </Radio.Group>
          )}
          {!props.copy && base === 'file' && (
            <FileInput
              label={t('spaces.new.file_choose')}
              accept="application/json"
              error={wrong ?? troubleOf(trouble, 'design')}
              onChange={(from) => void read(from)}
            />
          )}
          <Select
            label={t('spaces.processes.space')}
            data={open.map((one) => ({ value: one.slug, label: texts(one.name) }))}
            value={chosen}
            onChange={setSpace}
            allowDeselect={false}
            required
          />
          <LocalisedText
            label={t('spaces.process.name')}
            description={base === 'empty' && !props.copy ? undefined : t('spaces.new.title_text')}
            value={title}
            change={setTitle}
            max={120}
            required={base === 'empty' && !props.copy}
            error={troubleOf(trouble, 'title')}
          />
          {(props.copy ?? base !== 'empty') && (
            <TextInput
              type="date"
              label={t('spaces.new.starts')}
              description={t('spaces.new.starts_text')}
              value={startsOn}
              onChange={(event) => setStartsOn(event.currentTarget.value)}
              maw="14rem"
            />
          )}
          <Group justify="flex-end">
            <Button variant="default" onClick={props.close}>
              {t('spaces.cancel')}
            </Button>
            <Button
              type="submit"
              loading={create.busy || design.busy || duplicate.busy}
              disabled={!chosen || (base === 'file' && !props.copy && !file)}
            >
              {t('spaces.new.make')}
            </Button>
          </Group>
        </Stack>
      </form>
    </Modal>
  );
}
