import type { TieDecision, TieOrder } from '../ties/tie-order.js';

/** Where an option stands during a count. */
export type Standing = 'hopeful' | 'elected' | 'excluded' | 'withdrawn';

/**
 * One step of a count, in the order in which it happened. `first`: first preferences · `elect` · `exclude` ·
 * `surplus`: the surplus of `options` was transferred · `transfer`: the votes of excluded options were transferred ·
 * `iterate`: keep values settled (Meek, Warren) · `remaining`: elected to the last seats without a quota · `end`.
 */
export interface StvStep {
  /** Round or stage of the rule, 0 = before the first. */
  readonly stage: number;
  readonly kind: 'first' | 'elect' | 'exclude' | 'surplus' | 'transfer' | 'iterate' | 'remaining' | 'end';
  readonly options: readonly string[];
  /** Votes by option after the step, as text with the decimals of the rule. */
  readonly votes: readonly string[];
  readonly quota: string;
  /** Votes that can count for nobody any more. */
  readonly exhausted: string;
  /** The surplus transferred, or the total surplus of an iteration. */
  readonly surplus?: string;
  readonly note?: string;
}

/** Why an option was not elected: the stage, its votes then and what it lacked to the next that stayed. */
export interface StvLoss {
  readonly option: string;
  readonly stage: number;
  readonly votes: string;
  /** Votes behind the hopeful option next above it at that moment; `0` when a tie was broken against it. */
  readonly lacked: string;
}

/** Result and trace of a transferable vote. */
export interface StvResult {
  readonly rule: string;
  readonly arithmetic: string;
  readonly seats: number;
  readonly ballots: number;
  readonly options: readonly string[];
  /** In the order of election. */
  readonly elected: readonly string[];
  readonly quota: string;
  readonly stages: number;
  readonly steps: readonly StvStep[];
  readonly losses: readonly StvLoss[];
  readonly ties: readonly TieDecision[];
  readonly tieOrder: TieOrder;
}
