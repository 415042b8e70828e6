// Exact numbers, refusals, ties
export { approximate, compare, decimal, exact, ratio, show, type Exact, type Rational } from './exact/rational.js';
export { BallotRefusal, CountingRefusal, FormatRefusal, UndecidedTie } from './errors.js';
export { seededDraw, shuffled, type SeededDraw } from './ties/seed.js';
export { sha256, sha256Hex, utf8 } from './ties/sha256.js';
export { tieOrder, type TieBreaking, type TieDecision, type TieOrder } from './ties/tie-order.js';

// Ballots
export {
  ABSOLUTE_MAJORITY,
  SIMPLE_MAJORITY,
  TWO_THIRDS,
  checkBorder,
  checkQuorum,
  votesNeeded,
  type Border,
  type BorderCheck,
  type Quorum,
  type Turnout,
} from './ballots/border.js';
export { mergeChannels, type Channel, type MergedChannels } from './ballots/channels.js';
export { decide, type Decision, type DecisionRule, type Placed } from './ballots/decide.js';
export {
  countBorda,
  countMarks,
  quadraticPrice,
  refusalOf,
  showTotals,
  type BordaScale,
  type MarkedBallot,
  type MarkRule,
  type RankedMarks,
  type Totals,
} from './ballots/marks.js';
export {
  decideStances,
  decideYesNo,
  type StanceDecision,
  type StanceRule,
  type Stances,
  type YesNoCount,
  type YesNoDecision,
} from './ballots/stances.js';

// Ranked votes
export {
  countCondorcet,
  strongestPaths,
  type AgainstDefault,
  type CondorcetResult,
  type CondorcetRule,
} from './ranked/condorcet.js';
export { countIrv, type Inactive, type IrvBallot, type IrvResult, type IrvRound, type IrvRule } from './ranked/irv.js';
export { pairwise, type Pairwise } from './ranked/pairwise.js';
export { type Place, type RankedVote, type Ranking } from './ranked/profile.js';
export { countStv, type StvRule, type StvRuleName } from './ranked/stv.js';
export { type StvLoss, type StvResult, type StvStep } from './ranked/stv-trace.js';

// Budgets
export { countBudget, preferences, type BudgetRule } from './budgets/count-budget.js';
export { type SharesRule } from './budgets/equal-shares.js';
export { type GreedyRule } from './budgets/greedy.js';
export { measureBudget, type BudgetMeasures } from './budgets/measures.js';
export { type PhragmenRule } from './budgets/phragmen.js';
export { countTracks, type Track, type TrackResult } from './budgets/tracks.js';
export {
  compileVote,
  type BudgetBallot,
  type BudgetProject,
  type BudgetResult,
  type BudgetTies,
  type BudgetTieStep,
  type BudgetVote,
  type Ceiling,
  type CompiledVote,
  type ExclusiveGroup,
  type Floor,
  type Purchase,
  type Unfunded,
} from './budgets/vote.js';

// Opinion groups and bridging
export {
  bridge,
  type BridgedNote,
  type Bridging,
  type BridgingSettings,
  type BridgingStatus,
  type Rating,
} from './bridging/bridge.js';
export { type GroupVotes, type Representative } from './opinions/group-measures.js';
export { nextStatement, type Candidate } from './opinions/next-statement.js';
export {
  OPINION_VERSION,
  mapOpinions,
  type OpinionGroup,
  type OpinionMap,
  type OpinionMemory,
  type OpinionSettings,
} from './opinions/opinion-map.js';
export { type Point, type Principal } from './opinions/principal.js';
export { recomputeOpinions, type Recomputed } from './opinions/recompute.js';
export { adjustedRand, wilson } from './opinions/uncertainty.js';
export { openOpinionMap, type UpdatingMap } from './opinions/updating.js';
export { type Conversation, type OpinionVote, type Statement } from './opinions/votes.js';

// Lots
export { leximin, type FairChances, type LotProgress } from './lots/leximin.js';
export { drawPanel, panelLottery, type PanelLottery } from './lots/lottery.js';
export { type LotRequest, type PoolMember, type Quota } from './lots/pool.js';
export { type ProgrammeSolver } from './lots/solver.js';
export {
  measureChances,
  stratifiedDraw,
  type ChanceMeasures,
  type StratifiedDraw,
  type Stratum,
} from './lots/stratified.js';

// Formats
export { bltNames, bltVote, readBlt, writeBlt, type BltElection, type BltOption } from './formats/blt.js';
export {
  readBundle,
  type BundledAnswer,
  type BundledChannels,
  type BundledRanking,
  type RecountBundle,
} from './formats/bundle.js';
export { readPb, writePb, type PbElection, type PbProject, type PbVote, type PbVoteType } from './formats/pb.js';
export { pbBudgetVote, type PbBudgetVote } from './formats/pb-vote.js';
export {
  readPolis,
  writePolis,
  type PolisExport,
  type PolisFiles,
  type PolisStatement,
  type PolisVote,
} from './formats/polis.js';
export { countBundle, recount, writeBundle, type CountResult, type Recount } from './formats/recount.js';
export { readDelimited, writeCell, type DelimitedRow } from './formats/text.js';
