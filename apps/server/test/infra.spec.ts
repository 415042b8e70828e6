import { execFileSync } from 'node:child_process';
import { existsSync, readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { register } from 'prom-client';
import { VARIABLE_NAMES } from '../src/config.js';
import { Metrics } from '../src/metrics.js';
import * as infra from './rules/infra.js';
import { readTree, ROOT } from './rules/tree.js';

const read = (path: string): string => readFileSync(join(ROOT, 'infra', path), 'utf8');
const known = new Set(VARIABLE_NAMES);
const inRoot = (path: string): boolean => existsSync(join(ROOT, path));
const besideCompose = (path: string): boolean => existsSync(join(ROOT, 'infra/compose', path));

const program = new Metrics(true).registry;
const figures: infra.Figure[] = program.getMetricsAsArray().map((metric) => {
  const { name, type, labelNames = [] } = metric as unknown as { name: string; type: string; labelNames?: string[] };
  return { name, labels: labelNames, histogram: type === 'histogram' };
});
const manifests = new Map(
  readdirSync(join(ROOT, 'infra/kubernetes')).map((name) => [name, read(`kubernetes/${name}`)]),
);
const recorded = new Set([...read('monitoring/rules.yaml').matchAll(/record: (\S+)/g)].map(([, name]) => name!));

/** Whether `docs/x.md#some-heading` leads somewhere. */
function leads(link: string): boolean {
  const [path = '', anchor] = link.split('#');
  if (!path.endsWith('.md') || !inRoot(path)) return false;
  const text = readFileSync(join(ROOT, path), 'utf8');
  const anchors = [...text.matchAll(/^#+ (.+)$/gm)].map(([, title]) =>
    title!
      .toLowerCase()
      .replace(/[^\p{L}\p{N} -]/gu, '')
      .replaceAll(' ', '-'),
  );
  return anchor !== undefined && anchors.includes(anchor);
}

describe('the Dockerfile', () => {
  const text = read('docker/Dockerfile');
  const problems = (other: string): string => infra.dockerfileProblems(other, known, inRoot).join('\n');

  it('is sound', () => {
    expect(problems(text)).toBe('');
  });

  it.each([
    ['a moving image', text.replaceAll(/node:24\.21\.0-\S+/g, 'node:latest'), /node:latest is not pinned/],
    ['a bare major', text.replaceAll(/node:24\.21\.0-\S+/g, 'node:24'), /node:24 is not pinned/],
    ['root', text.replace(/^USER .*$/m, 'USER root'), /runs as root/],
    ['no user at all', text.replace(/^USER .*$/m, ''), /runs as root\n.*no USER|no USER/],
    [
      'a secret in a layer',
      text.replace('ENV NODE_ENV', 'ENV MADANG_SECRET=abc\nENV NODE_ENV'),
      /would stay in the image/,
    ],
    ['an unknown variable', text.replace('    ROLE=web', '    ROLES=web'), /ROLES is no variable/],
    [
      'a file that is not there',
      text.replace('COPY package.json', 'COPY packages.json'),
      /packages\.json, which does not exist/,
    ],
  ])('is not, with %s', (_name, other, expected) => {
    expect(problems(other)).toMatch(expected);
  });
});

describe('the compose file', () => {
  const text = read('compose/compose.yaml');
  const problems = (other: string): string => infra.composeProblems(other, known, besideCompose).join('\n');

  it('is sound', () => {
    expect(problems(text)).toBe('');
  });

  it('names in env.example each variable that must be given', () => {
    const wanted = [...text.matchAll(/\$\{([A-Z_]+)(?::[?-])?/g)].map(([, name]) => name!);
    const given = [...read('compose/env.example').matchAll(/^([A-Z_]+)=/gm)].map(([, name]) => name!);
    expect([...new Set(wanted)].sort()).toEqual([...given].sort());
  });

  it.each([
    ['an image without a version', text.replace('caddy:2.10.2-alpine', 'caddy'), /caddy: image caddy is not pinned/],
    ['a variable nobody reads', text.replace('SMTP_URL:', 'SMTP_ADDRESS:'), /web: SMTP_ADDRESS is no variable/],
    [
      'a service that is missing',
      text.replace('pgbouncer: { condition: service_started }', 'bouncer: { condition: service_started }'),
      /bouncer, which does not exist/,
    ],
    [
      'a file that is missing',
      text.replace('../postgres/roles.sql', '../postgres/role.sql'),
      /role\.sql does not exist/,
    ],
    ['an open database', text.replace('shm_size: 512mb', `ports: ['5432:5432']`), /postgres opens ports/],
    [
      'an undeclared secret',
      text.replace('secrets: [madang_secret]', 'secrets: [other]'),
      /secret other is not declared/,
    ],
  ])('is not, with %s', (_name, other, expected) => {
    expect(problems(other)).toMatch(expected);
  });
});

describe('the Kubernetes manifests', () => {
  const problems = (changes: Record<string, string> = {}): string =>
    infra.kubernetesProblems(new Map([...manifests, ...Object.entries(changes)]), known).join('\n');
  const web = read('kubernetes/web.yaml');

  it('are sound', () => {
    expect(problems()).toBe('');
  });

  it.each([
    ['a moving image', { 'web.yaml': web.replace('madang:0.1.0', 'madang:latest') }, /madang:latest is not pinned/],
    ['root', { 'web.yaml': web.replace('runAsNonRoot: true', 'runAsNonRoot: false') }, /may run as root/],
    [
      'a service without pods',
      { 'web.yaml': web.replace('selector: { app: madang, part: web }', 'selector: { app: madang, part: www }') },
      /selects no pod/,
    ],
    ['a missing probe', { 'web.yaml': web.replace('readinessProbe', 'readyProbe') }, /no probes/],
    [
      'an unknown variable',
      { 'config.yaml': read('kubernetes/config.yaml').replace('BASE_DOMAIN', 'DOMAIN') },
      /DOMAIN is no variable/,
    ],
    [
      'a file left out',
      { 'extra.yaml': 'apiVersion: v1\nkind: Service\nmetadata: { name: extra }' },
      /leaves extra\.yaml out/,
    ],
    ['broken YAML', { 'web.yaml': 'kind: [' }, /web\.yaml: /],
    [
      'a missing claim',
      { 'storage.yaml': read('kubernetes/storage.yaml').replace('madang-uploads', 'uploads') },
      /claim madang-uploads does not exist/,
    ],
  ])('are not, with %s', (_name, changes, expected) => {
    expect(problems(changes)).toMatch(expected);
  });
});

describe('monitoring', () => {
  const rules = read('monitoring/rules.yaml');
  const problems = (text: string): string => infra.rulesProblems(text, figures, leads).join('\n');

  it('asks only for figures that the program exports', () => {
    expect(figures.length).toBeGreaterThan(10);
    expect(problems(rules)).toBe('');
    expect(infra.dashboardProblems(read('monitoring/dashboard.json'), figures, recorded)).toEqual([]);
  });

  it('has no figure that nobody tells', () => {
    const sources = [...readTree()].flatMap(([path, text]) => (path.startsWith('apps/server/src/') ? [text] : []));
    const told = (field: string): boolean => sources.some((text) => text.includes(`metrics.${field}.`));
    // Those that are asked for tell themselves.
    const fields = Object.entries(new Metrics(false)).flatMap(([field, value]) =>
      value instanceof Object && 'hashMap' in value && !('collect' in value && value.collect) ? [field] : [],
    );
    expect(fields).toContain('units');
    expect(fields.filter((field) => !told(field))).toEqual([]);
  });

  it.each([
    [
      'a figure nobody exports',
      rules.replace('madang_jobs_waiting', 'madang_jobs_queued'),
      /madang_jobs_queued is not exported/,
    ],
    ['a histogram without its buckets', rules.replaceAll('seconds_bucket', 'seconds'), /seconds is not exported/],
    ['a label nobody sets', rules.replace('outcome="failed"', 'result="failed"'), /no label result/],
    [
      'a missing record',
      rules.replace('record: madang:errors:ratio5m', 'record: madang:errors:ratio'),
      /ratio5m is not recorded/,
    ],
    ['no severity', rules.replace('labels: { severity: page }', 'labels: {}'), /has no severity/],
    ['a runbook that is not written', rules.replace('#jobs-wait', '#jobs-queue'), /jobs-queue does not exist/],
    ['an open parenthesis', rules.replace('max(madang_jobs_waiting)', 'max(madang_jobs_waiting'), /parentheses/],
  ])('is caught with %s', (_name, text, expected) => {
    expect(problems(text)).toMatch(expected);
  });

  it('leaves no figures behind in the global registry', () => {
    expect(register.getMetricsAsArray()).toEqual([]);
  });
});

describe('docs/operate/configuration.md', () => {
  it('lists the variables that the program reads, each once', () => {
    const page = readFileSync(join(ROOT, 'docs/operate/configuration.md'), 'utf8');
    const listed = [...page.matchAll(/^\| `([A-Z_]+)` \|/gm)].map(([, name]) => name!);
    expect(listed.sort()).toEqual([...known].sort());
  });
});

describe('the reverse proxy', () => {
  const text = read('caddy/Caddyfile');

  it('asks the application which hosts are real, and keeps the inside in', () => {
    const ask = /ask (http:\/\/web:3000(\/\S+))/.exec(text);
    expect(ask?.[2]).toBe('/internal/tls-ask');
    expect(text).toMatch(/@inside path \/internal\/\* \/metrics\s+respond @inside 404/);
    expect([...text].filter((sign) => sign === '{').length).toBe([...text].filter((sign) => sign === '}').length);
  });

  it('asks at an address that the application answers', () => {
    const answered = [...readTree()].filter(
      ([path, text]) => path.startsWith('apps/server/src/') && text.includes('/internal/tls-ask'),
    );
    expect(answered.length).toBeGreaterThan(0);
  });
});

describe('the scripts', () => {
  const scripts = readdirSync(join(ROOT, 'infra/postgres')).filter((name) => name.endsWith('.sh'));

  it.each(scripts)('%s is valid bash that stops at the first error', (name) => {
    execFileSync('bash', ['-n', join(ROOT, 'infra/postgres', name)]);
    expect(read(`postgres/${name}`)).toMatch(/^#!\/usr\/bin\/env bash\n[\s\S]*^set -euo pipefail$/m);
  });
});
