import type { ConnectionFigures } from '@madang/kernel';
import { Counter, Gauge, Histogram, Registry as Prometheus, collectDefaultMetrics } from 'prom-client';

const TENANT_LABELS = 200;

/** Prometheus figures. Tenant labels are bounded: beyond the first 200 tenants seen, `other`. */
export class Metrics {
  readonly registry = new Prometheus();
  private readonly labels = new Set<string>(); // bounded by TENANT_LABELS
  readonly requests = new Counter({
    name: 'madang_http_requests_total',
    help: 'Requests answered, by tenant and class of status.',
    labelNames: ['tenant', 'status'],
    registers: [this.registry],
  });
  readonly seconds = new Histogram({
    name: 'madang_http_request_seconds',
    help: 'Time to answer, by kind of request.',
    labelNames: ['kind'],
    buckets: [0.005, 0.01, 0.02, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5],
    registers: [this.registry],
  });
  readonly operations = new Counter({
    name: 'madang_graphql_operations_total',
    help: 'Operations of tenants’ APIs: known ones answered at once, others by the server in full.',
    labelNames: ['how'],
    registers: [this.registry],
  });
  readonly jobs = new Counter({
    name: 'madang_jobs_total',
    help: 'Jobs run, by topic and outcome.',
    labelNames: ['topic', 'outcome'],
    registers: [this.registry],
  });
  readonly jobsWaiting = new Gauge({
    name: 'madang_jobs_waiting',
    help: 'Rows of the outbox not yet handed to the queue.',
    registers: [this.registry],
  });
  readonly placements = new Gauge({
    name: 'madang_placement_up',
    help: 'Whether a database that tenants lie in can be used.',
    labelNames: ['placement'],
    registers: [this.registry],
  });
  readonly mails = new Counter({
    name: 'madang_mails_total',
    help: 'Mails by outcome.',
    labelNames: ['outcome'],
    registers: [this.registry],
  });
  readonly tenants = new Gauge({
    name: 'madang_tenants',
    help: 'Tenants by state.',
    labelNames: ['state'],
    registers: [this.registry],
  });
  readonly units = new Histogram({
    name: 'madang_db_units_seconds',
    help: 'How long units of work held a connection.',
    labelNames: ['mode'],
    buckets: [0.002, 0.005, 0.01, 0.02, 0.05, 0.1, 0.5, 2],
    registers: [this.registry],
  });

  /** How the connections to the databases are used is asked for, too. */
  database: () => ConnectionFigures = () => ({ used: 0, free: 0, waiting: 0, meetings: 0 });

  /** What is open of live subscriptions is counted when it is asked for. */
  open: () => Iterable<{ slug: string; subscriptions: number }> = () => [];
  readonly liveConnections = this.counted(
    'madang_live_connections',
    'Connections of live subscriptions, by tenant.',
    () => 1,
  );
  readonly liveSubscriptions = this.counted(
    'madang_live_subscriptions',
    'Live subscriptions, by tenant.',
    ({ subscriptions }) => subscriptions,
  );
  readonly livePushes = new Counter({
    name: 'madang_live_pushes_total',
    help: 'Values sent to subscriptions.',
    registers: [this.registry],
  });

  constructor(defaults = true) {
    if (defaults) collectDefaultMetrics({ register: this.registry });
    this.tellConnections();
  }

  /** The label of a tenant. */
  tenant(slug: string): string {
    if (this.labels.has(slug)) return slug;
    if (this.labels.size >= TENANT_LABELS) return 'other';
    this.labels.add(slug);
    return slug;
  }

  private tellConnections(): void {
    const figures = (): ConnectionFigures => this.database();
    const registers = [this.registry];
    new Gauge({
      name: 'madang_db_connections',
      help: 'Connections for requests and jobs, in use and free.',
      labelNames: ['state'],
      registers,
      collect() {
        const { used, free } = figures();
        this.set({ state: 'used' }, used);
        this.set({ state: 'free' }, free);
      },
    });
    new Gauge({
      name: 'madang_db_waiting',
      help: 'Units of work that wait for a connection.',
      registers,
      collect() {
        this.set(figures().waiting);
      },
    });
    new Counter({
      name: 'madang_db_meetings_total',
      help: 'Times a connection met a tenant it did not know, which costs PostgreSQL some 20 ms.',
      registers,
      collect() {
        this.reset();
        this.inc(figures().meetings);
      },
    });
  }

  private counted(name: string, help: string, figure: (one: { subscriptions: number }) => number): Gauge {
    const open = (): Iterable<{ slug: string; subscriptions: number }> => this.open();
    const label = (slug: string): string => this.tenant(slug);
    return new Gauge({
      name,
      help,
      labelNames: ['tenant'],
      registers: [this.registry],
      collect() {
        this.reset();
        for (const one of open()) this.inc({ tenant: label(one.slug) }, figure(one));
      },
    });
  }
}
