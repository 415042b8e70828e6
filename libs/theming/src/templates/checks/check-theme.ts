import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { join, relative, sep } from 'node:path';
import { BUILT_IN_HELPERS } from '../helpers.js';
import { checkAsset } from './asset-rules.js';
import { finding, type Finding } from './finding.js';
import { checkTemplate, type TemplateSurroundings } from './template-rules.js';
import { readThemeFile } from './theme-file.js';

/** What {@link checkTheme} compares a theme with. */
export interface ThemeCheckOptions {
  /** The original templates: name → text. */
  originals: ReadonlyMap<string, string>;
  /** Helpers of the host beside the built-in ones. */
  helpers?: Iterable<string>;
  /** Name of the partial that writes the CSRF field; `ui/csrf` by default. */
  csrf?: string;
  /** Deprecated variables and partials with what to use instead. */
  deprecated?: Readonly<Record<string, string>>;
}

/**
 * Checks a theme's folder (`theme.json`, `templates/`, `assets/`) by the numbered rules of `CHECKS`. A finding of level `fatal` means
 * that the theme must not be used; an empty list that nothing is wrong. Findings come in the order of files and lines.
 */
export function checkTheme(dir: string, options: ThemeCheckOptions): Finding[] {
  const around: TemplateSurroundings = {
    originals: options.originals,
    helpers: new Set([
      ...Object.keys(BUILT_IN_HELPERS),
      'if',
      'unless',
      'each',
      'with',
      'lookup',
      ...(options.helpers ?? []),
    ]),
    csrf: options.csrf ?? 'ui/csrf',
    deprecated: options.deprecated ?? {},
  };
  const files = filesBelow(dir);
  const findings = checkThemeFile(dir, files);
  for (const file of files) {
    const path = join(dir, file);
    if (file.startsWith('templates/') && file.endsWith('.hbs')) {
      const name = file.slice('templates/'.length, -'.hbs'.length);
      findings.push(...checkTemplate(name, file, readFileSync(path, 'utf8'), around));
    } else if (file.startsWith('assets/')) {
      findings.push(...checkAsset(file, statSync(path).size, () => readFileSync(path, 'utf8')));
    } else if (file !== 'theme.json' && !/^README(\.\w+)?$/.test(file)) {
      findings.push(finding('MT018', file, 1, 'templates/*.hbs, assets/* and theme.json are the parts of a theme'));
    }
  }
  return findings.sort(
    (one, other) => one.file.localeCompare(other.file) || one.line - other.line || one.id.localeCompare(other.id),
  );
}

function checkThemeFile(dir: string, files: readonly string[]): Finding[] {
  if (!files.includes('theme.json')) return [finding('MT016', 'theme.json', 1, 'it is missing')];
  const { problems, assets } = readThemeFile(readFileSync(join(dir, 'theme.json'), 'utf8'));
  const absent = assets.filter((asset) => !files.includes(asset)).map((asset) => `${asset} does not exist`);
  return [...problems, ...absent].map((problem) => finding('MT016', 'theme.json', 1, problem));
}

function filesBelow(dir: string): string[] {
  if (!existsSync(dir)) return [];
  return readdirSync(dir, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && !entry.name.startsWith('.'))
    .map((entry) => relative(dir, join(entry.parentPath, entry.name)).split(sep).join('/'))
    .sort();
}
