import { useState, type ReactNode } from 'react';
import { useDebouncedValue } from '@mantine/hooks';
import { Box, NativeSelect } from '@mantine/core';
import {
  graphql,
  languageName,
  PreviewFrame,
  TroubleNotice,
  useAsk,
  useSession,
  useT,
  type PreviewMode,
} from '@madang/console';

const Preview = graphql(`
  query PreviewOfSite($input: PreviewInput!) {
    preview(input: $input)
  }
`);

/** What of a page is not saved; JSON is made here. */
export interface Unsaved {
  path?: string;
  values?: Record<string, unknown>;
  blocks?: readonly object[];
  menu?: readonly object[];
  page?: { slug: string; purpose: string; title: Record<string, string>; body: Record<string, string> };
  templates?: readonly { slot: string; locale: string; source: string }[];
}

const texts = (words: Record<string, string>): { locale: string; text: string }[] =>
  Object.entries(words).map(([locale, text]) => ({ locale, text }));

/** The page as visitors would see it, drawn anew a moment after the last keystroke. */
export function SitePreview(props: { unsaved: Unsaved; height?: string; sticky?: boolean }): ReactNode {
  const t = useT();
  const { site } = useSession();
  const [mode, setMode] = useState<PreviewMode>('light');
  const [locale, setLocale] = useState(site.locale);
  const { path = '/', values, blocks, menu, page, templates } = props.unsaved;
  const wish = JSON.stringify({
    path,
    locale,
    mode,
    ...(values ? { values: JSON.stringify(values) } : {}),
    ...(blocks ? { blocks: JSON.stringify(blocks) } : {}),
    ...(menu ? { menu: JSON.stringify(menu) } : {}),
    ...(page ? { page: { ...page, title: texts(page.title), body: texts(page.body) } } : {}),
    ...(templates ? { templates } : {}),
  });
  const [settled] = useDebouncedValue(wish, 250);
  const answer = useAsk(Preview, { input: JSON.parse(settled) as { path: string } });
  return (
    <Box className={props.sticky === false ? undefined : 'site-preview'}>
      <TroubleNotice trouble={answer.error} again={answer.refetch} />
      <PreviewFrame
        html={answer.data?.preview}
        title={t('site.preview.title')}
        mode={mode}
        chooseMode={setMode}
        busy={answer.isFetching}
        height={props.height}
      >
        {site.locales.length > 1 && (
          <NativeSelect
            aria-label={t('site.preview.language')}
            data={site.locales.map((one) => ({ value: one, label: languageName(one) }))}
            value={locale}
            onChange={(event) => setLocale(event.currentTarget.value)}
            w={120}
          />
        )}
      </PreviewFrame>
    </Box>
  );
}
