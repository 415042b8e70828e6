import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';

/** The browser's file, seen from the source as well as from the compiled program. */
const OWN = new URL('../../src/enhance/browser/enhance.js', import.meta.url);

/** Takes whole-line comments and indentation out; nothing that could change what the script does. */
const squeeze = (script: string): string =>
  script
    .split('\n')
    .map((line) => line.trim())
    .filter((line) => line !== '' && !line.startsWith('//'))
    .join('\n');

let script: string | undefined;

/** The one script of the portal, an ES module: idiomorph (0BSD) and our enhancer. Pages work without it. */
export function enhancerScript(): string {
  if (script === undefined) {
    const idiomorph = createRequire(import.meta.url).resolve('idiomorph/dist/idiomorph.min.js');
    script = `${readFileSync(idiomorph, 'utf8').trim()}\n${squeeze(readFileSync(OWN, 'utf8'))}\n`;
  }
  return script;
}
