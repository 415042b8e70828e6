import type { Theme } from './theme.js';
import type { Mode } from './tokens.js';

/** Colours a mail needs; mail programs know no custom properties, so templates write these inline. */
export interface MailColours {
  readonly page: string;
  readonly surface: string;
  readonly tint: string;
  readonly text: string;
  readonly muted: string;
  readonly line: string;
  readonly link: string;
  readonly brand: string;
  readonly onBrand: string;
  readonly brandEdge: string;
}
export interface MailTokens extends MailColours {
  /** For `@media (prefers-color-scheme:dark)` in the mail's own style element. */
  readonly dark: MailColours;
  /** Px, without unit. */
  readonly radius: number;
  readonly radiusButton: number;
  /** Families every mail program has; web fonts are not loaded in mails. */
  readonly font: string;
}

const coloursOf = (theme: Theme, mode: Mode): MailColours => {
  const palette = theme.palettes[mode];
  return {
    page: palette.page,
    surface: palette.surface,
    tint: palette.tint,
    text: palette.text,
    muted: palette.muted,
    line: palette.line,
    link: palette.link,
    brand: palette.brand,
    onBrand: palette['on-brand'],
    brandEdge: palette['brand-edge'],
  };
};

/** What a mail template may use of a theme, as plain values. */
export function mailTokens(theme: Theme): MailTokens {
  return {
    ...coloursOf(theme, 'light'),
    dark: coloursOf(theme, 'dark'),
    radius: Number.parseInt(theme.shapes.r3, 10),
    radiusButton: Math.min(24, Number.parseInt(theme.shapes['r-button'], 10)),
    font: "Pretendard,'Apple SD Gothic Neo','Noto Sans KR','Malgun Gothic',Helvetica,Arial,sans-serif",
  };
}
