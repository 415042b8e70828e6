interface Packages {
  [path: string]: { version?: string; optional?: boolean };
}
export function isInstalled(): boolean;
export function missingPackages(lock: Packages, installed: Packages): string[];
