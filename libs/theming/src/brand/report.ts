import { focusRatio, measure, type Measured } from './contract.js';
import type { Theme } from './theme.js';
import { MODES } from './tokens.js';

/** What was promised and what was found; `rows` are sorted tightest first, to be shown as a table. */
export interface ContrastReport {
  readonly checks: number;
  readonly passed: number;
  readonly passes: boolean;
  /** Smallest found/wanted over all rows; 1 or more means every promise is kept. */
  readonly margin: number;
  /** Worst ground's better focus ring, over the modes. */
  readonly focus: number;
  /** The brand as given and as used for fills in light mode. */
  readonly brand: { readonly given: string; readonly used: string; readonly kept: boolean };
  readonly rows: readonly Measured[];
}

/** Measures a theme against the declared contract in all three modes. */
export function contrastReport(theme: Theme): ContrastReport {
  const rows = MODES.flatMap((mode) => measure(mode, theme.palettes[mode]));
  rows.sort((a, b) => a.ratio / a.wanted - b.ratio / b.wanted);
  const passed = rows.filter((row) => row.passes).length;
  const focus = Math.min(...MODES.map((mode) => focusRatio(theme.palettes[mode])));
  const tightest = rows[0];
  const given = theme.choice.brand;
  const used = theme.palettes.light.brand;
  return {
    checks: rows.length,
    passed,
    passes: passed === rows.length && focus >= 4.5,
    margin: tightest ? tightest.ratio / tightest.wanted : 0,
    focus,
    brand: { given, used, kept: given === used },
    rows,
  };
}
