import { existsSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { checkTheme } from '@madang/theming';
import { loadImports, loadTexts } from '@madang/server';
import { NotWell, UsageError, type Call, type Command } from '../command.js';
import { tenantsDir } from '../tenants-dir.js';

const theme: Command = {
  name: 'theme check',
  summary: 'check a theme by the numbered rules',
  args: ['<slug|dir>'],
  notes: 'A slug means tenants/<slug>/theme. Exit code 1 when a finding is fatal.',
  async run(call) {
    const given = call.args['slug|dir']!;
    const dir =
      [join(tenantsDir(), given, 'theme'), join(given, 'theme'), given].find((path) =>
        existsSync(join(path, 'theme.json')),
      ) ?? given;
    if (!existsSync(dir) || !statSync(dir).isDirectory()) throw new UsageError(`There is no theme at ${given}.`);
    const { houseOriginals } = await originals();
    const findings = checkTheme(dir, { originals: houseOriginals });
    for (const f of findings)
      call.out.say(`${f.level === 'fatal' ? 'XX' : '!!'} ${f.id} ${f.file}:${f.line}  ${f.message}`);
    const fatal = findings.filter(({ level }) => level === 'fatal').length;
    call.out.say(
      findings.length === 0
        ? `${dir}: nothing is wrong`
        : `${dir}: ${fatal} fatal, ${findings.length - fatal} to look at`,
    );
    if (fatal > 0) throw new NotWell(findings);
    return findings;
  },
};

async function originals(): Promise<{ houseOriginals: ReadonlyMap<string, string> }> {
  const templates = (await loadTexts()).houseTemplates();
  return { houseOriginals: new Map(templates.names().map((name) => [name, templates.source(name)?.text ?? ''])) };
}

const OPTIONS = {
  tenant: { value: 'slug', help: 'into this organisation' },
  space: { value: 'slug', help: 'into this space (the whole site)' },
  process: { value: 'slug', help: 'slug of the process; the same slug is the same import' },
  'all-problems': { help: 'list up to a hundred bad rows instead of the first' },
};

async function run(call: Call, kind: 'pabulib' | 'polis', from: string): Promise<unknown> {
  const tenant = call.text('tenant');
  if (!tenant) throw new UsageError(`Say into which organisation: madang import ${kind} ${from} --tenant <slug>`);
  if (!existsSync(from)) throw new UsageError(`There is no ${from}.`);
  const program = await call.program();
  const { importPabulib, importPolis } = await loadImports();
  const report = await (kind === 'pabulib' ? importPabulib : importPolis)(program, from, {
    tenant,
    space: call.text('space'),
    process: call.text('process'),
    allProblems: call.flag('all-problems'),
    onProgress: ({ stage, rows, share }) => call.out.progress(Math.round(share * 100), 100, `${stage} ${rows}`),
  });
  const { found, added } = report;
  call.out.say(
    `${report.tenant}/${report.process}: ${found.proposals} proposals, ${found.people} people, ${found.marks} votes after ${report.milliseconds} ms`,
  );
  call.out.say(
    `  new in this run: ${added.proposals} proposals, ${added.people} people, ${added.marks} votes; see ${report.path}`,
  );
  for (const [what, rows] of Object.entries(report.left)) call.out.say(`  left out: ${rows} ${what}`);
  return report;
}

const pabulib: Command = {
  name: 'import pabulib',
  summary: 'bring in a participatory budget (a .pb file) as a process',
  args: ['<file>'],
  options: OPTIONS,
  notes:
    'Projects become proposals, voters verified people without names, approvals their support. Running it again adds nothing.',
  run: (call) => run(call, 'pabulib', call.args['file']!),
};

const polis: Command = {
  name: 'import polis',
  summary: 'bring in a Polis conversation (a folder of CSV files) as a process',
  args: ['<dir>'],
  options: OPTIONS,
  run: (call) => run(call, 'polis', call.args['dir']!),
};

export const contentCommands: Command[] = [theme, pabulib, polis];
