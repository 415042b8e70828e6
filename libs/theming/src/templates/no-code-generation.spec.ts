import { execFileSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from '@jest/globals';

const root = fileURLToPath(new URL('../../../..', import.meta.url));
const PROGRAM = `
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createTemplates } from './libs/theming/src/templates/templates.ts';
import { tenantTemplate } from './libs/theming/src/templates/l2/tenant-template.ts';
import { createMessages } from './libs/theming/src/words/messages.ts';
const dir = mkdtempSync(join(tmpdir(), 'templates-'));
writeFileSync(join(dir, 'a.hbs'), "{{t 'words.ends_today'}} {{#each list}}{{this}}{{/each}}");
const words = createMessages({ catalogues: {} }).for('ko');
const written = [createTemplates({ roots: [{ name: 'x', dir }] }).render('x/a', { list: [1, 2] }, { words })];
written.push(String(tenantTemplate('<p>{{a}}</p>').render({ a: '<' }, words)));
try { new Function('return 1')(); written.push('generated'); } catch { written.push('refused'); }
rmSync(dir, { recursive: true });
console.log(JSON.stringify(written));
`;

describe('without code generation from strings', () => {
  it('templates of all layers still render', () => {
    const flags = [
      '--disallow-code-generation-from-strings',
      '--conditions=source',
      '--import',
      './infra/dev/source.mjs',
    ];
    const out = execFileSync(process.execPath, [...flags, '--input-type=module', '-e', PROGRAM], {
      cwd: root,
      encoding: 'utf8',
    });
    expect(JSON.parse(out)).toEqual(['오늘까지 12', '<p>&lt;</p>', 'refused']);
  });
});
