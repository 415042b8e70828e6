import { z } from 'zod';
import { bytesOfHex, hexOfBytes } from './oklch.js';
import { MOTIFS, solveChoice, THEME_DEFAULTS, type Theme } from './theme.js';

const hex = z
  .string()
  .regex(/^#(?:[0-9a-f]{3}|[0-9a-f]{6})$/i, 'expected a colour as #rgb or #rrggbb')
  .transform((value) => hexOfBytes(bytesOfHex(value)));

/** What an organisation chooses. Colours must be hex: tenant text never reaches a stylesheet unparsed. */
export const ThemeInput = z.strictObject({
  brand: hex,
  accent: hex.optional(),
  keepBrand: z.enum(['nudge', 'exact']).default(THEME_DEFAULTS.keepBrand),
  radius: z.union([z.enum(['square', 'default', 'pill']), z.number().min(0).max(32)]).default(THEME_DEFAULTS.radius),
  fonts: z.enum(['sans', 'serif-heads']).default(THEME_DEFAULTS.fonts),
  motif: z.enum(MOTIFS).default(THEME_DEFAULTS.motif),
  tone: z.enum(['plain', 'editorial']).default(THEME_DEFAULTS.tone),
});
export type ThemeInput = z.input<typeof ThemeInput>;

/** The theme of what somebody typed, see `solveChoice`. Throws ZodError on anything but valid choices. */
export const solveTheme = (input: ThemeInput): Theme => solveChoice(ThemeInput.parse(input));
