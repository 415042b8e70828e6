import { useRef, useState, type ReactNode } from 'react';
import { ActionIcon, Group, Textarea, Tooltip } from '@mantine/core';
import {
  IconBlockquote,
  IconBold,
  IconHeading,
  IconItalic,
  IconLink,
  IconList,
  IconListNumbers,
  IconPhoto,
} from '@tabler/icons-react';
import { FilePicker, useT } from '@madang/console';

/** A Markdown text with a toolbar that writes the marks, so that nobody has to know them. */
export function MarkdownField(props: {
  label: string;
  lang: string;
  value: string;
  change: (value: string) => void;
  required?: boolean;
  error?: string;
}): ReactNode {
  const t = useT();
  const area = useRef<HTMLTextAreaElement>(null);
  const [picking, setPicking] = useState(false);
  const { value, change } = props;
  /** Puts marks around what is chosen, or before each of its lines. */
  const mark = (before: string, after = '', wanted = ''): void => {
    const box = area.current;
    if (!box) return;
    const { selectionStart: start, selectionEnd: end } = box;
    const chosen = value.slice(start, end) || wanted;
    const text = after === '' ? chosen.replace(/^/gm, before) : `${before}${chosen}${after}`;
    change(value.slice(0, start) + text + value.slice(end));
    requestAnimationFrame(() => {
      box.focus();
      box.setSelectionRange(start + (after === '' ? 0 : before.length), start + text.length - after.length);
    });
  };
  const tools: [name: string, sign: ReactNode, run: () => void][] = [
    ['heading', <IconHeading key="i" size={18} aria-hidden />, () => mark('## ')],
    ['bold', <IconBold key="i" size={18} aria-hidden />, () => mark('**', '**', t('site.md.sample'))],
    ['italic', <IconItalic key="i" size={18} aria-hidden />, () => mark('*', '*', t('site.md.sample'))],
    ['link', <IconLink key="i" size={18} aria-hidden />, () => mark('[', '](/)', t('site.md.sample'))],
    ['list', <IconList key="i" size={18} aria-hidden />, () => mark('- ')],
    ['numbers', <IconListNumbers key="i" size={18} aria-hidden />, () => mark('1. ')],
    ['quote', <IconBlockquote key="i" size={18} aria-hidden />, () => mark('> ')],
    ['picture', <IconPhoto key="i" size={18} aria-hidden />, () => setPicking(true)],
  ];
  return (
    <div>
      <Textarea
        ref={area}
        label={props.label}
        lang={props.lang}
        value={value}
        onChange={(event) => change(event.currentTarget.value)}
        autosize
        minRows={14}
        maxRows={40}
        maxLength={60_000}
        required={props.required}
        error={props.error}
        inputWrapperOrder={['label', 'description', 'input', 'error']}
        inputContainer={(input) => (
          <>
            <Group gap={2} mb={4} role="toolbar" aria-label={t('site.md.toolbar')}>
              {tools.map(([name, sign, run]) => (
                <Tooltip key={name} label={t(`site.md.${name}`)}>
                  <ActionIcon variant="subtle" size={36} aria-label={t(`site.md.${name}`)} onClick={run}>
                    {sign}
                  </ActionIcon>
                </Tooltip>
              ))}
            </Group>
            {input}
          </>
        )}
      />
      <FilePicker
        opened={picking}
        close={() => setPicking(false)}
        choose={(id, alt) => {
          mark('![', `](/media/${id})`, alt || t('site.md.picture_alt'));
          setPicking(false);
        }}
      />
    </div>
  );
}
