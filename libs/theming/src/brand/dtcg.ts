import { bytesOfHex } from './oklch.js';
import type { Theme } from './theme.js';
import { COLOUR_NAMES, COLOUR_TOKENS, MODES, type Mode } from './tokens.js';

interface DtcgColour {
  readonly $value: { readonly colorSpace: 'srgb'; readonly components: readonly number[]; readonly hex: string };
  readonly $description: string;
}
interface DtcgDimension {
  readonly $value: { readonly value: number; readonly unit: 'px' };
}
/** Design tokens as drawing programs read them (Design Tokens Community Group format, 2025.10). */
export interface DtcgTokens {
  readonly $description: string;
  readonly color: { readonly $type: 'color' } & Readonly<Record<Mode, Readonly<Record<string, DtcgColour>>>>;
  readonly radius: { readonly $type: 'dimension' } & Readonly<Record<'r1' | 'r2' | 'r3' | 'button', DtcgDimension>>;
}

const px = (length: string): DtcgDimension => ({ $value: { value: Number.parseInt(length, 10), unit: 'px' } });

/** The theme's colours (all modes) and radii as a DTCG document. */
export function themeDtcg(theme: Theme): DtcgTokens {
  const colourGroup = (mode: Mode): Record<string, DtcgColour> =>
    Object.fromEntries(
      COLOUR_NAMES.map((name) => {
        const hex = theme.palettes[mode][name];
        const components = bytesOfHex(hex).map((byte) => Math.round((byte / 255) * 1e5) / 1e5);
        return [name, { $value: { colorSpace: 'srgb' as const, components, hex }, $description: COLOUR_TOKENS[name] }];
      }),
    );
  const groups = Object.fromEntries(MODES.map((mode) => [mode, colourGroup(mode)])) as Record<
    Mode,
    Record<string, DtcgColour>
  >;
  const { r1, r2, r3, 'r-button': button } = theme.shapes;
  return {
    $description: `Solved from ${theme.choice.brand}`,
    color: { $type: 'color', ...groups },
    radius: { $type: 'dimension', r1: px(r1), r2: px(r2), r3: px(r3), button: px(button) },
  };
}
