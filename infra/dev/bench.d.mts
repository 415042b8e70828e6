/** Types for `bench/*.bench.ts`: `export async function bench(context: BenchContext): Promise<void>`. */
export interface CompareOptions {
  /** Measured rounds after one warming round; 5 when absent (2 with --quick). */
  rounds?: number;
  /** Whether a smaller figure is better (times, the default) or a larger (rates). */
  better?: 'less' | 'more';
  /** The variant that the others are held against; the first when absent. */
  limit?: string;
  /** Unit of the figures; `ms` when absent. */
  unit?: string;
  warm?: number;
  log?: (line: string) => void;
}
export interface Compared {
  rows: { name: string; figures: number[]; ratios: number[] }[];
  markdown: string;
}
export interface BenchContext {
  root: string;
  /** True for `--quick`: a look, not a measurement; nothing is written. */
  quick: boolean;
  rounds: number;
  /** Folder with the public data sets, which may be absent. */
  dataSets: string;
  log(line: string): void;
  spread(figures: readonly number[]): { min: number; median: number; max: number };
  spreadText(figures: readonly number[]): string;
  digits(value: number): string;
  table(header: readonly string[], rows: readonly (readonly string[])[]): string;
  /** Starts a database server with production's settings; gives its superuser's URL. Stopped at the end. */
  postgres(settings?: Record<string, string>): Promise<string>;
  /** Paired, interleaved rounds. A variant returns its own figure, or nothing: then its wall time in ms counts. */
  compare(
    title: string,
    variants: Record<string, () => number | void | Promise<number | void>>,
    options?: CompareOptions,
  ): Promise<Compared>;
  /** Puts Markdown into the section of docs/performance.md. */
  write(section: string, markdown: string): void;
  /** Runs at the end, also after a failure; last registered, first run. */
  onEnd(work: () => void | Promise<void>): void;
}
