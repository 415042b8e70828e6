import type { Compared, CompareOptions } from './bench.mjs';

export function spread(figures: readonly number[]): { min: number; median: number; max: number };
export function spreadText(figures: readonly number[]): string;
export function digits(value: number): string;
export function comparePaired(
  variants: Record<string, () => number | void | Promise<number | void>>,
  options?: CompareOptions,
): Promise<Compared['rows']>;
export function table(header: readonly string[], rows: readonly (readonly string[])[]): string;
export function withSection(page: string, name: string, text: string): string;
