export interface Suite {
  place: string;
  seconds: number;
  specs: string[];
}

export function specsIn(root: string): string[];
export function suitesOf(specs: readonly string[], read: (spec: string) => string): Suite[];
export function writeSuites(root: string, folder: string): string;
