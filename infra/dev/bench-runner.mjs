/** The process in which the benches run; started by bench.mjs. */
import { chmodSync, existsSync, globSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { cpus, totalmem } from 'node:os';
import { dirname, join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { comparePaired, digits, spread, spreadText, table, withSection } from './bench-figures.mjs';
import { startPostgres } from './embedded-postgres.mjs';
import { root } from './node24.mjs';

const args = process.argv.slice(2);
const quick = args.includes('--quick');
const patterns = args.filter((arg) => !arg.startsWith('--'));
const page = join(root, 'docs', 'performance.md');

const files = ['libs/*/bench/*.bench.ts', 'libs/*/*/bench/*.bench.ts', 'apps/*/bench/*.bench.ts']
  .flatMap((pattern) => globSync(pattern, { cwd: root }))
  .filter((file) => patterns.length === 0 || patterns.some((pattern) => file.includes(pattern)))
  .sort();

/** What a bench gets; bench.d.mts says the same in types. */
function contextFor(file) {
  const cleanups = [];
  return {
    root,
    quick,
    rounds: quick ? 2 : 5,
    log: (line) => console.log(`  ${line}`),
    spread,
    spreadText,
    digits,
    table,
    dataSets: process.env.MADANG_DATA_SETS ?? join(root, '..', 'shared', 'data'),
    onEnd: (work) => cleanups.unshift(work),
    /** A database server of its own with the settings of production: it flushes, unlike the one of the tests. */
    async postgres(settings = {}) {
      mkdirSync(join(root, '.cache'), { recursive: true });
      const folder = mkdtempSync(join(root, '.cache', 'bench-'));
      chmodSync(folder, 0o755);
      const server = await startPostgres({
        dataDir: join(folder, 'postgres'),
        settings: { shared_buffers: '512MB', ...settings },
      });
      cleanups.unshift(async () => {
        await server.stop();
        rmSync(folder, { recursive: true, force: true });
        if (server.dataDir !== join(folder, 'postgres')) rmSync(server.dataDir, { recursive: true, force: true });
      });
      return server.url;
    },
    async compare(title, variants, options = {}) {
      console.log(`  ${title}`);
      const rows = await comparePaired(variants, { rounds: quick ? 2 : 5, ...options });
      const unit = options.unit ?? 'ms';
      const text = table(
        [title, unit, 'ratio to the limit'],
        rows.map((row) => [row.name, spreadText(row.figures), spreadText(row.ratios)]),
      );
      console.log(text.replace(/^/gm, '    '));
      return { rows, markdown: text };
    },
    write(section, markdown) {
      if (quick) return;
      mkdirSync(dirname(page), { recursive: true });
      const before = existsSync(page) ? readFileSync(page, 'utf8') : '# Performance\n';
      writeFileSync(page, withSection(before, section, `${markdown.trim()}\n\n${machine(file)}`));
    },
    async end() {
      for (const cleanup of cleanups) await cleanup();
    },
  };
}

function machine(file) {
  const [cpu] = cpus();
  const memory = Math.round(totalmem() / 2 ** 30);
  const day = new Date().toISOString().slice(0, 10);
  return `_${cpu?.model.trim() ?? 'unknown processor'}, ${cpus().length} cores, ${memory} GiB, Node ${process.version}, ${day}; \`npm run bench -- ${file}\`. Figures are median (smallest–largest) of paired rounds._`;
}

if (files.length === 0) {
  console.error(`no bench matches ${patterns.join(' ')}`);
  process.exit(1);
}
let failed = 0;
for (const file of files) {
  console.log(`\n${file}`);
  const begin = Date.now();
  const context = contextFor(file);
  try {
    const module = await import(pathToFileURL(join(root, file)).href);
    if (typeof module.bench !== 'function') throw new Error(`${file} exports no function "bench"`);
    await module.bench(context);
  } catch (error) {
    failed++;
    console.error(error);
  } finally {
    await context.end();
  }
  console.log(`  done in ${((Date.now() - begin) / 1000).toFixed(1)} s`);
}
console.log(
  `\n${files.length - failed} benches done, ${failed} failed${quick ? '' : '; figures are in docs/performance.md'}`,
);
process.exit(failed ? 1 : 0);
