import {
  contrastReport,
  iconSvg,
  MOTIFS,
  solveTheme,
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
  try {
    const made = solveTheme(theme);
    return { report: contrastReport(made), icon: iconSvg(made), colours: made.palettes.light };
  } catch {
    return undefined;
  }
}
