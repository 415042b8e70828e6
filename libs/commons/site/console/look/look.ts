import {
  contrastReport,
  iconSvg,
  MOTIFS,
  solveChoice,
  THEME_DEFAULTS,
  type ContrastReport,
  type ThemeInput,
} from '@madang/theming/browser';

/** What the theme editor edits. */
export interface EditedLook {
  theme: ThemeInput & { brand: string };
  logo: string | null;
}

export { MOTIFS };
export const RADII = ['square', 'default', 'pill'] as const;

/** A theme solved for what was typed: its contrast report and icon; undefined while the colour is not finished. */
export function solved(
  theme: ThemeInput,
): { report: ContrastReport; icon: string; colours: Record<string, string> } | undefined {
  const colours = [theme.brand, theme.accent].filter((colour) => colour !== undefined);
  if (!colours.every((colour) => /^#[0-9a-f]{6}$/i.test(colour))) return undefined;
  const made = solveChoice({ ...THEME_DEFAULTS, ...theme });
  return { report: contrastReport(made), icon: iconSvg(made), colours: made.palettes.light };
}
