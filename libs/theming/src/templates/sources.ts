import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { join, relative, sep } from 'node:path';

/** A folder of templates; `name` goes before the names of its templates (`proposals` + `list.hbs` → `proposals/list`). */
export interface TemplateRoot {
  name: string;
  dir: string;
}

/** A template file before compilation. */
export interface TemplateSource {
  name: string;
  file: string;
  text: string;
}

/**
 * Reads all `*.hbs` below several folders. A name given twice is an error; a folder that does not exist holds nothing.
 * Names use `/` and have no extension; a root with an empty name adds no prefix.
 */
export function readTemplates(roots: readonly TemplateRoot[]): Map<string, TemplateSource> {
  const sources = new Map<string, TemplateSource>();
  for (const { name: prefix, dir } of roots) {
    for (const file of templateFiles(dir)) {
      const path = relative(dir, file)
        .split(sep)
        .join('/')
        .replace(/\.hbs$/, '');
      const name = prefix === '' ? path : `${prefix}/${path}`;
      const other = sources.get(name);
      if (other) throw new Error(`Template "${name}" stands in ${other.file} and in ${file}`);
      sources.set(name, { name, file, text: readFileSync(file, 'utf8') });
    }
  }
  return sources;
}

function templateFiles(dir: string): string[] {
  if (!existsSync(dir) || !statSync(dir).isDirectory()) return [];
  return readdirSync(dir, { recursive: true, encoding: 'utf8' })
    .filter((path) => path.endsWith('.hbs'))
    .sort()
    .map((path) => join(dir, path));
}
