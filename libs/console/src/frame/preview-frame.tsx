import { useEffect, useRef, useState, type ReactNode } from 'react';
import { Box, Group, SegmentedControl } from '@mantine/core';
import { useT } from '../words.js';
import { styleNonce } from './nonce.js';

/** Modes a page of the portal can be seen in. */
export type PreviewMode = 'light' | 'dark' | 'contrast';

/**
 * A real page of the portal made for unsaved work, without scripts: complete HTML from the API in a frame of its own.
 * Styles that stand in it carry `nonce="__NONCE__"`.
 */
export function PreviewFrame(props: {
  html: string | undefined;
  title: string;
  /** Shown mode and how to ask for another; without it there is no switch. */
  mode?: PreviewMode;
  chooseMode?: (mode: PreviewMode) => void;
  busy?: boolean;
  height?: string;
  children?: ReactNode;
}): ReactNode {
  const t = useT();
  const frame = useRef<HTMLIFrameElement>(null);
  const scroll = useRef(0);
  const [width, setWidth] = useState<'phone' | 'desk'>('desk');
  const html = props.html?.replaceAll('__NONCE__', styleNonce());
  useEffect(() => {
    scroll.current = frame.current?.contentWindow?.scrollY ?? scroll.current;
  }, [html]);
  return (
    <Box className="console-preview" aria-busy={props.busy}>
      <Group justify="space-between" mb="xs" gap="xs">
        {props.mode && props.chooseMode && (
          <SegmentedControl
            aria-label={t('console.preview.mode')}
            value={props.mode}
            onChange={(mode) => props.chooseMode?.(mode)}
            data={(['light', 'dark', 'contrast'] as const).map((mode) => ({
              value: mode,
              label: t(`console.preview.${mode}`),
            }))}
          />
        )}
        <SegmentedControl
          aria-label={t('console.preview.width')}
          value={width}
          onChange={(next) => setWidth(next)}
          data={(['desk', 'phone'] as const).map((one) => ({ value: one, label: t(`console.preview.${one}`) }))}
        />
        {props.children}
      </Group>
      <iframe
        ref={frame}
        title={props.title}
        srcDoc={html ?? ''}
        sandbox="allow-same-origin"
        className={`console-frame console-frame-${width}`}
        style={{ height: props.height ?? '70vh' }}
        onLoad={() => frame.current?.contentWindow?.scrollTo(0, scroll.current)}
      />
    </Box>
  );
}
