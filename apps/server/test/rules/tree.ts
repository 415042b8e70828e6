import { execFileSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

/** The repository's root. */
export const ROOT = fileURLToPath(new URL('../../../../', import.meta.url));

/** Files by path from the root, with `/`. Rules take one of these, so a planted fault is one more entry. */
export type Tree = ReadonlyMap<string, string>;

const BINARY = /\.(woff2?|ttf|otf|png|jpe?g|webp|avif|ico|gif|pdf|br|gz)$/;

/** What git tracks or would track (new files included, ignored ones not), as text. */
export function readTree(): Tree {
  const list = execFileSync('git', ['ls-files', '-z', '--cached', '--others', '--exclude-standard'], {
    cwd: ROOT,
    encoding: 'utf8',
    maxBuffer: 64e6,
  });
  const paths = list.split('\0').filter((path) => path && !BINARY.test(path) && existsSync(join(ROOT, path)));
  return new Map(paths.map((path) => [path, readFileSync(join(ROOT, path), 'utf8')]));
}

/** A copy of `tree` with more files, or other contents for files it has. */
export function planted(tree: Tree, files: Record<string, string>): Tree {
  return new Map([...tree, ...Object.entries(files)]);
}

/** Whether a file is part of the tests: it may import the kit, name tenants and break other rules of product code. */
export function isTest(path: string): boolean {
  return /\.(spec|bench)\.tsx?$|\/(test|bench|fixtures|dev)\/|^libs\/testing\//.test(path);
}
