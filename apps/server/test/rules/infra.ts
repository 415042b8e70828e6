import { parseAllDocuments, parse } from 'yaml';

/** A check of one file: each problem in words, none when it is sound. */
export type Problems = string[];

/** An image is pinned when its tag names a full version; `latest` and bare majors change under our feet. */
export const isPinned = (image: string): boolean => /^[\w./-]+:v?\d+\.\d+(\.\d+)?[\w.-]*$|@sha256:/.test(image);

/** Variables that images of others read; ours are those of the configuration. */
const FOREIGN =
  /^(POSTGRES|DB|AUTH|POOL|ACME|MIGRATOR|POOLER|LISTEN|DEFAULT_POOL|MAX_CLIENT|SERVER_LIFETIME|IGNORE_STARTUP)(_|$)/;
const RUNTIME = new Set(['NODE_OPTIONS', 'CI', 'MALLOC_ARENA_MAX']);

/** Checks a Dockerfile; `exists` tells whether a path of the build context is there. */
export function dockerfileProblems(
  text: string,
  known: ReadonlySet<string>,
  exists: (path: string) => boolean,
): Problems {
  const problems: Problems = [];
  const lines = text
    .replace(/^\s*#.*\n/gm, '')
    .replace(/\\\n/g, ' ')
    .split('\n')
    .map((line) => line.trim())
    .filter(Boolean);
  const stages = new Set<string>();
  let user = 'root';
  let final: string[] = [];
  for (const line of lines) {
    const [word = '', ...rest] = line.split(/\s+/);
    const from = /^FROM\s+(\S+)(?:\s+AS\s+(\S+))?/i.exec(line);
    if (from) {
      if (!stages.has(from[1]!) && !isPinned(from[1]!)) problems.push(`image ${from[1]} is not pinned`);
      if (from[2]) stages.add(from[2]);
      user = 'root';
      final = [];
    }
    final.push(word);
    if (word === 'USER') user = rest[0] ?? 'root';
    if (word === 'ADD') problems.push('ADD fetches or unpacks by itself; use COPY');
    if (word === 'COPY' && !rest.some((part) => part.startsWith('--from='))) {
      const sources = rest.filter((part) => !part.startsWith('--')).slice(0, -1);
      for (const source of sources) if (!exists(source)) problems.push(`COPY of ${source}, which does not exist`);
    }
    if (word === 'ENV' || word === 'ARG') {
      for (const [, name] of rest.join(' ').matchAll(/(?:^| )([A-Z][A-Z0-9_]*)=/g)) {
        if (/SECRET|PASSWORD|TOKEN|KEY/.test(name!)) problems.push(`${word} ${name} would stay in the image`);
        if (!known.has(name!) && !RUNTIME.has(name!)) problems.push(`${name} is no variable of the configuration`);
      }
    }
  }
  if (/^(root|0)(:|$)/.test(user)) problems.push('the last stage runs as root');
  for (const needed of ['HEALTHCHECK', 'USER', 'CMD', 'STOPSIGNAL'])
    if (!final.includes(needed)) problems.push(`the last stage has no ${needed}`);
  return problems;
}

interface Service {
  image?: string;
  build?: unknown;
  environment?: Record<string, string>;
  ports?: string[];
  privileged?: boolean;
  volumes?: string[];
  secrets?: string[];
  depends_on?: Record<string, { condition: string }>;
  healthcheck?: unknown;
}

/** Checks a compose file; paths are relative to its folder. */
export function composeProblems(text: string, known: ReadonlySet<string>, exists: (path: string) => boolean): Problems {
  const problems: Problems = [];
  const file = parse(text, { merge: true }) as {
    services: Record<string, Service>;
    volumes?: Record<string, unknown>;
    secrets?: Record<string, unknown>;
  };
  for (const [name, service] of Object.entries(file.services)) {
    if (!service.image || !isPinned(service.image)) problems.push(`${name}: image ${service.image} is not pinned`);
    if (service.privileged) problems.push(`${name} is privileged`);
    if (service.ports && name !== 'caddy') problems.push(`${name} opens ports to the world`);
    for (const variable of Object.keys(service.environment ?? {}))
      if (service.build ? !known.has(variable) : !FOREIGN.test(variable))
        problems.push(`${name}: ${variable} is no variable it reads`);
    for (const [other, { condition }] of Object.entries(service.depends_on ?? {})) {
      const target = file.services[other];
      if (!target) problems.push(`${name} depends on ${other}, which does not exist`);
      else if (condition === 'service_healthy' && !target.healthcheck && !target.build)
        problems.push(`${name} waits for the health of ${other}, which has no check`);
    }
    for (const volume of service.volumes ?? []) {
      const [source = ''] = volume.split(':');
      if (source.startsWith('.') ? !exists(source) : !(source in (file.volumes ?? {})))
        problems.push(`${name}: ${source} does not exist`);
    }
    for (const secret of service.secrets ?? [])
      if (!(secret in (file.secrets ?? {}))) problems.push(`${name}: the secret ${secret} is not declared`);
  }
  return problems;
}

interface Container {
  name: string;
  image: string;
  env?: { name: string }[];
  envFrom?: { configMapRef?: { name: string } }[];
  resources?: { requests?: object; limits?: { memory?: string } };
  securityContext?: { allowPrivilegeEscalation?: boolean; readOnlyRootFilesystem?: boolean };
  readinessProbe?: object;
  livenessProbe?: object;
  volumeMounts?: { name: string }[];
}

interface PodSpec {
  containers: Container[];
  volumes?: { name: string; persistentVolumeClaim?: { claimName: string } }[];
  securityContext?: { runAsNonRoot?: boolean };
}

interface Manifest {
  apiVersion?: string;
  kind?: string;
  metadata?: { name?: string };
  resources?: string[];
  data?: Record<string, string>;
  spec?: {
    selector?: Record<string, unknown> & { matchLabels?: Record<string, string> };
    template?: { metadata?: { labels?: Record<string, string> }; spec: PodSpec };
    scaleTargetRef?: { name: string };
  };
}

/** Checks a folder of Kubernetes manifests, as file name → text. */
export function kubernetesProblems(files: ReadonlyMap<string, string>, known: ReadonlySet<string>): Problems {
  const problems: Problems = [];
  const all: Manifest[] = [];
  for (const [name, text] of files) {
    for (const document of parseAllDocuments(text)) {
      for (const error of document.errors) problems.push(`${name}: ${error.message}`);
      const one = document.toJS() as Manifest;
      if (!one.apiVersion || !one.kind) problems.push(`${name}: a document without apiVersion or kind`);
      if (one.kind === 'Kustomization') {
        for (const other of one.resources ?? [])
          if (!files.has(other)) problems.push(`${name} lists ${other}, which does not exist`);
        for (const other of files.keys())
          if (other !== name && !one.resources?.includes(other)) problems.push(`${name} leaves ${other} out`);
      } else if (!one.metadata?.name) problems.push(`${name}: a ${one.kind} without a name`);
      all.push(one);
    }
  }
  const named = (kind: string): Set<string> =>
    new Set(all.filter((one) => one.kind === kind).map((one) => one.metadata!.name!));
  for (const map of all.filter((one) => one.kind === 'ConfigMap'))
    for (const variable of Object.keys(map.data ?? {}))
      if (!known.has(variable)) problems.push(`${variable} is no variable of the configuration`);
  for (const one of all) problems.push(...podProblems(one, known, named('ConfigMap'), named('PersistentVolumeClaim')));
  const pods = all.map((one) => one.spec?.template?.metadata?.labels).filter((labels) => labels !== undefined);
  for (const service of all.filter((one) => one.kind === 'Service')) {
    const wanted = Object.entries(service.spec?.selector ?? {});
    if (!pods.some((labels) => wanted.every(([key, value]) => labels[key] === value)))
      problems.push(`the service ${service.metadata?.name} selects no pod`);
  }
  for (const scaler of all.filter((one) => one.kind === 'HorizontalPodAutoscaler'))
    if (!named('Deployment').has(scaler.spec?.scaleTargetRef?.name ?? ''))
      problems.push('an autoscaler without its deployment');
  return problems;
}

function podProblems(one: Manifest, known: ReadonlySet<string>, maps: Set<string>, claims: Set<string>): Problems {
  const pod = one.spec?.template?.spec;
  if (!pod) return [];
  const problems: Problems = [];
  const name = `${one.kind} ${one.metadata?.name}`;
  const labels = one.spec?.template?.metadata?.labels ?? {};
  for (const [key, value] of Object.entries(one.spec?.selector?.matchLabels ?? {}))
    if (labels[key] !== value) problems.push(`${name} does not select its own pods`);
  if (!pod.securityContext?.runAsNonRoot) problems.push(`${name} may run as root`);
  for (const volume of pod.volumes ?? []) {
    const claim = volume.persistentVolumeClaim?.claimName;
    if (claim && !claims.has(claim)) problems.push(`${name}: the claim ${claim} does not exist`);
  }
  for (const container of pod.containers) {
    if (!isPinned(container.image)) problems.push(`${name}: image ${container.image} is not pinned`);
    if (container.securityContext?.allowPrivilegeEscalation !== false) problems.push(`${name} may gain privileges`);
    if (!container.securityContext?.readOnlyRootFilesystem) problems.push(`${name} may write to its image`);
    if (!container.resources?.requests || !container.resources.limits?.memory)
      problems.push(`${name} has no resources`);
    if (one.kind === 'Deployment' && !(container.readinessProbe && container.livenessProbe))
      problems.push(`${name} has no probes`);
    for (const { name: variable } of container.env ?? [])
      if (!known.has(variable)) problems.push(`${name}: ${variable} is no variable of the configuration`);
    for (const { configMapRef } of container.envFrom ?? [])
      if (configMapRef && !maps.has(configMapRef.name)) problems.push(`${name}: ${configMapRef.name} does not exist`);
    for (const mount of container.volumeMounts ?? [])
      if (!pod.volumes?.some((volume) => volume.name === mount.name)) problems.push(`${name}: no volume ${mount.name}`);
  }
  return problems;
}

/** A figure as the program exports it: its name, its labels, and what kind it is. */
export interface Figure {
  name: string;
  labels: readonly string[];
  histogram: boolean;
}

/** What one PromQL expression asks for that no process exports. */
export function expressionProblems(
  expression: string,
  figures: readonly Figure[],
  recorded: ReadonlySet<string>,
): Problems {
  const problems: Problems = [];
  const series = new Map(
    figures.flatMap(({ name, labels, histogram }) =>
      histogram
        ? ['_bucket', '_sum', '_count'].map((end) => [name + end, [...labels, 'le']] as const)
        : [[name, labels] as const],
    ),
  );
  for (const [, name = '', matchers = ''] of expression.matchAll(
    /\b((?:madang|process|nodejs)[a-zA-Z0-9_:]+)(?:\{([^}]*)\})?/g,
  )) {
    if (name.includes(':')) {
      if (!recorded.has(name)) problems.push(`${name} is not recorded`);
      continue;
    }
    const labels = series.get(name);
    if (!labels) problems.push(`${name} is not exported`);
    for (const [, label = ''] of matchers.matchAll(/(\w+)\s*[!=]~?=?\s*"/g))
      if (labels && ![...labels, 'job', 'part', 'instance'].includes(label))
        problems.push(`${name} has no label ${label}`);
  }
  const depth = [...expression].reduce((sum, sign) => sum + (sign === '(' ? 1 : sign === ')' ? -1 : 0), 0);
  if (depth !== 0) problems.push(`parentheses do not match: ${expression}`);
  return problems;
}

/** Checks alerting rules: real figures, unique names, a severity, a summary, a runbook that `heading` knows. */
export function rulesProblems(text: string, figures: readonly Figure[], heading: (link: string) => boolean): Problems {
  const problems: Problems = [];
  type Rule = {
    alert?: string;
    record?: string;
    expr: string;
    labels?: Record<string, string>;
    annotations?: Record<string, string>;
  };
  const { groups } = parse(text) as { groups: { name: string; rules: Rule[] }[] };
  const rules = groups.flatMap((group) => group.rules);
  const recorded = new Set(rules.flatMap((rule) => rule.record ?? []));
  const names = rules.map((rule) => rule.alert ?? rule.record);
  for (const name of names) if (names.indexOf(name) !== names.lastIndexOf(name)) problems.push(`${name} stands twice`);
  for (const rule of rules) {
    problems.push(
      ...expressionProblems(rule.expr, figures, recorded).map((why) => `${rule.alert ?? rule.record}: ${why}`),
    );
    if (!rule.alert) continue;
    if (!['page', 'ticket'].includes(rule.labels?.['severity'] ?? '')) problems.push(`${rule.alert} has no severity`);
    if (!rule.annotations?.['summary']) problems.push(`${rule.alert} has no summary`);
    const runbook = rule.annotations?.['runbook'] ?? '';
    if (!heading(runbook)) problems.push(`${rule.alert}: the runbook ${runbook || '(none)'} does not exist`);
  }
  return problems;
}

/** Checks a Grafana dashboard. */
export function dashboardProblems(text: string, figures: readonly Figure[], recorded: ReadonlySet<string>): Problems {
  const { panels } = JSON.parse(text) as { panels: { id: number; title: string; targets: { expr: string }[] }[] };
  const ids = panels.map((panel) => panel.id);
  return [
    ...panels.flatMap(({ title, targets }) =>
      targets.flatMap(({ expr }) => expressionProblems(expr, figures, recorded).map((why) => `${title}: ${why}`)),
    ),
    ...(new Set(ids).size === ids.length ? [] : ['two panels share an id']),
  ];
}
