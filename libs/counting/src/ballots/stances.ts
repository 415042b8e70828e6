import { CountingRefusal } from '../errors.js';
import {
  checkBorder,
  checkQuorum,
  SIMPLE_MAJORITY,
  type Border,
  type BorderCheck,
  type Quorum,
  type Turnout,
} from './border.js';

/** A question answered by yes, no or abstention. Blank and spoilt ballots are cast but not valid. */
export interface YesNoCount {
  readonly yes: number;
  readonly no: number;
  readonly abstain?: number;
  readonly blank?: number;
  readonly eligible?: number;
}

/** Outcome of a question. A draw is a refusal: the border was not met. */
export interface YesNoDecision {
  readonly accepted: boolean;
  readonly turnout: Turnout;
  readonly border: BorderCheck;
  readonly quorum: { readonly met: boolean; readonly have: number; readonly needed: number };
  readonly reason: 'accepted' | 'quorum' | 'border';
}

const checkNumbers = (counts: object): void => {
  for (const [name, value] of Object.entries(counts))
    if (value !== undefined && (!Number.isSafeInteger(value) || value < 0))
      throw new CountingRefusal(`${name} must be a whole number of at least 0`);
};

/** Decides a yes/no/abstain question by a border (default: more yes than no) and a quorum, both exact. */
export function decideYesNo(count: YesNoCount, border: Border = SIMPLE_MAJORITY, quorum: Quorum = {}): YesNoDecision {
  checkNumbers(count);
  const { yes, no, abstain = 0, blank = 0, eligible } = count;
  const valid = yes + no + abstain;
  const turnout = { cast: valid + blank, valid, expressed: yes + no, ...(eligible === undefined ? {} : { eligible }) };
  if (eligible !== undefined && turnout.cast > eligible)
    throw new CountingRefusal(`${turnout.cast} ballots from a roll of ${eligible}`);
  const borderCheck = checkBorder(yes, border, turnout);
  const quorumCheck = checkQuorum(quorum, turnout, yes);
  const reason = !quorumCheck.met ? 'quorum' : borderCheck.met ? 'accepted' : 'border';
  return { accepted: reason === 'accepted', turnout, border: borderCheck, quorum: quorumCheck, reason };
}

/** Stances on a proposal, from full support to a block. */
export interface Stances {
  readonly agree: number;
  /** Supports it with a concern that is written down. */
  readonly reservation?: number;
  readonly abstain?: number;
  /** Would not do it, but does not stand in the way. */
  readonly standAside?: number;
  /** A reasoned objection: in consent, the proposal must change; in consensus, a block. */
  readonly object?: number;
  readonly eligible?: number;
}

/**
 * `consent`: passes unless someone objects (sociocracy: "good enough for now, safe enough to try"), or more than
 * `objectionsAllowed` do. `consensus`: of those who took a stance (without abstentions) at least `share` agree, with
 * or without reservation, and no more than `objectionsAllowed` block. Either needs at least one stance.
 */
export interface StanceRule {
  readonly kind: 'consent' | 'consensus';
  readonly objectionsAllowed?: number;
  readonly share?: Border['share'];
  readonly quorum?: Quorum;
}

/** Outcome of a consent or consensus round, with what stood in the way. */
export interface StanceDecision {
  readonly passed: boolean;
  readonly reason: 'passed' | 'quorum' | 'objections' | 'agreement' | 'nobody';
  readonly objections: { readonly have: number; readonly allowed: number };
  readonly agreement: BorderCheck;
  readonly quorum: { readonly met: boolean; readonly have: number; readonly needed: number };
}

/** Decides a round of stances. */
export function decideStances(stances: Stances, rule: StanceRule): StanceDecision {
  checkNumbers(stances);
  const { agree, reservation = 0, abstain = 0, standAside = 0, object = 0, eligible } = stances;
  const expressed = agree + reservation + standAside + object;
  const cast = expressed + abstain;
  if (eligible !== undefined && cast > eligible)
    throw new CountingRefusal(`${cast} stances from a roll of ${eligible}`);
  const turnout = { cast, valid: cast, expressed, ...(eligible === undefined ? {} : { eligible }) };
  const support = agree + reservation;
  const share = rule.kind === 'consent' ? '0' : (rule.share ?? '1');
  const agreement = checkBorder(support, { share, of: 'expressed' }, turnout);
  const quorum = checkQuorum(rule.quorum ?? {}, turnout, support);
  const objections = { have: object, allowed: rule.objectionsAllowed ?? 0 };
  const reason = !quorum.met
    ? 'quorum'
    : cast === 0
      ? 'nobody'
      : objections.have > objections.allowed
        ? 'objections'
        : rule.kind === 'consensus' && !agreement.met
          ? 'agreement'
          : 'passed';
  return { passed: reason === 'passed', reason, objections, agreement, quorum };
}
