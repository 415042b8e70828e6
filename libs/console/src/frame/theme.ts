import {
  createTheme,
  defaultVariantColorsResolver,
  type CSSVariablesResolver,
  type MantineColorsTuple,
} from '@mantine/core';

// A calm ink with a breath of green: the console never competes with a tenant's own colour.
const ink: MantineColorsTuple = [
  '#f3f5f4',
  '#e4e8e6',
  '#c9d1cd',
  '#a9b5af',
  '#87968e',
  '#66766e',
  '#4b5a52',
  '#34413a',
  '#232e28',
  '#161e1a',
];

/** Look of the console: neutral, dense, one size of corner, targets of 40 px. */
export const consoleTheme = createTheme({
  colors: { ink },
  primaryColor: 'ink',
  primaryShade: { light: 8, dark: 2 },
  autoContrast: true,
  luminanceThreshold: 0.35,
  // The library judges contrast by the light shade alone; in the dark our own colour is a light one.
  variantColorResolver: (input) => {
    const colors = defaultVariantColorsResolver(input);
    const own = !input.color || input.color === 'ink';
    return input.variant === 'filled' && own ? { ...colors, color: 'var(--console-on-ink)' } : colors;
  },
  defaultRadius: 8,
  cursorType: 'pointer',
  respectReducedMotion: true,
  fontFamily:
    "'Madang Sans', system-ui, -apple-system, 'Apple SD Gothic Neo', 'Noto Sans KR', 'Noto Sans CJK KR', sans-serif",
  headings: { fontWeight: '750', sizes: { h1: { fontSize: '1.625rem', lineHeight: '1.25' } } },
  components: {
    // State words are words: capitals would make long ones longer, and mean nothing in Korean.
    Badge: { defaultProps: { tt: 'none' } },
    Notification: { defaultProps: { closeButtonProps: { 'aria-label': '닫기 / Close' } } },
    Modal: { defaultProps: { closeButtonProps: { 'aria-label': '닫기 / Close' } } },
    Drawer: { defaultProps: { closeButtonProps: { 'aria-label': '닫기 / Close' } } },
    // A dialog's head is no banner of the page.
    ModalHeader: { defaultProps: { role: 'presentation' } },
    DrawerHeader: { defaultProps: { role: 'presentation' } },
    ColorInput: {
      defaultProps: { eyeDropperButtonProps: { 'aria-label': '화면에서 색 고르기 / Pick from the screen' } },
    },
    Tooltip: { defaultProps: { events: { hover: true, focus: true, touch: true } } },
  },
});

/** Mantine's own muted text misses AA on tinted grounds; these hold 4.5 on every ground of ours. */
export const consoleVariables: CSSVariablesResolver = () => ({
  variables: {},
  light: {
    '--console-on-ink': '#ffffff',
    '--mantine-color-teal-light-color': '#05603f',
    '--mantine-color-orange-light-color': '#953705',
    '--mantine-color-red-light-color': '#a81e1e',
    '--mantine-color-blue-light-color': '#114f8f',
    '--mantine-color-error': '#c92a2a',
    '--mantine-color-dimmed': '#55625b',
    '--mantine-color-placeholder': '#66736c',
    '--mantine-color-body': '#ffffff',
  },
  dark: {
    '--console-on-ink': '#ffffff',
    '--mantine-color-error': '#ff8787',
    '--mantine-color-anchor': '#c9d1cd',
    '--mantine-color-dimmed': '#aab5af',
    '--mantine-color-placeholder': '#97a39c',
    '--mantine-color-body': '#141917',
    // Filled things carry white words in either mode.
    '--mantine-color-ink-filled': '#4b5a52',
    '--mantine-color-ink-filled-hover': '#5a6a61',
  },
});
