import { ConfigurationError, readConfig, siteUrl } from './config.js';
import { operatorKey } from './http/operator-mail.js';
import { demoPeople, provisionDemo } from './demo/demo.js';
import { DEMO_OPERATOR, seedOperator } from './demo/operator.js';
import { openStandIn } from './billing/standin/open.js';
import { giveBack } from './give-back.js';
import { newLog } from './log.js';
import { openProgram, type Program } from './program.js';
import { createServer } from './server.js';

/** Starts what ROLE asks for: pages and API, jobs, or both; says where everything is. */
async function main(): Promise<void> {
  const config = readConfig(process.env);
  const log = newLog(config.LOG_LEVEL);
  const say = (text: string): void => void process.stdout.write(`${text}\n`);
  const program = await openProgram(config, log);
  await lookAtPlacements(program);
  const report = await program.upgrade((done, total) =>
    process.stdout.write(`\r[madang] upgrading tenants ${done}/${total}`),
  );
  if (report.upgraded.length > 0) say('');
  for (const failure of report.failed)
    say(`[madang] tenant ${failure.slug ?? failure.schema} was not upgraded: ${failure.error}`);
  const server = await createServer(program);
  const closing = [() => server.close(), () => program.close()];
  const stop = async (): Promise<void> => {
    for (const close of closing) await close();
    process.exit(0);
  };
  for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => void stop());
  if (config.ROLE !== 'web') {
    await server.worker.start();
    server.operations.start();
    server.chores.start((chore, error) => log.error({ error, chore }, 'chore'));
  }
  const port = await server.listen();
  // Without keys the flow can be tried all the same: a stand-in that moves no money, and says so.
  const standIn =
    config.NODE_ENV !== 'production' && !config.STRIPE_SECRET_KEY && config.ROLE !== 'worker'
      ? await openStandIn(server.billing, config.BASE_DOMAIN, port)
      : undefined;
  if (standIn) closing.unshift(() => standIn.close());
  const shown = config.PORT === 0 ? { ...config, publicPort: `:${port}` } : config;
  if (config.DEMO) {
    await seedOperator(program);
    await provisionDemo(program, server, say);
  }
  if (config.ROLE !== 'web')
    void program.provisioning
      .keepStocked(config.SPARE_TENANTS, program.urls.platform)
      .catch((error: unknown) => log.error({ error }, 'spares'));
  giveBack();
  if (config.ROLE !== 'worker') {
    say('');
    for (const tenant of await program.registry.all())
      say(`  ${(tenant.name['ko'] ?? tenant.slug).padEnd(24)} ${siteUrl(shown, tenant.primaryHost, '/')}`);
    say(`  ${'platform'.padEnd(24)} ${siteUrl(shown, config.BASE_DOMAIN, '/')}`);
    if (config.DEMO)
      say(`  ${'operators'.padEnd(24)} ${siteUrl(shown, config.BASE_DOMAIN, '/console')}   ${DEMO_OPERATOR}`);
    if (config.DEMO) for (const line of await demoPeople(program)) say(line);
    if (standIn) say(`  ${'payments'.padEnd(24)} ${standIn.url}   a stand-in for Stripe: a test, no money moves`);
    if (!config.SMTP_URL)
      say(
        `  ${'mailbox'.padEnd(24)} ${siteUrl(shown, config.BASE_DOMAIN, '/operator/mail')}   ${config.NODE_ENV === 'production' ? 'for owners, signed in as operators' : `key ${operatorKey(config.secret)}`}`,
      );
    say('\nReady. Ctrl-C stops everything.');
  }
}

/** Says at once which databases are missing; only their own tenants miss them. */
async function lookAtPlacements({ platform, provisioning: { placements }, log }: Program): Promise<void> {
  await placements.usable();
  const tenants = await platform.rows<{ placement: string; n: number }>(
    'SELECT placement, count(*)::int AS n FROM platform.tenants GROUP BY placement',
  );
  for (const { placement, n } of tenants)
    if (!placements.has(placement))
      log.error({ placement, tenants: n }, 'PLACEMENTS does not name a database that tenants lie in: they answer 503');
}

main().catch((error: unknown) => {
  process.stderr.write(
    error instanceof ConfigurationError
      ? `${error.message}\n`
      : `${error instanceof Error ? (error.stack ?? error.message) : String(error)}\n`,
  );
  process.exit(1);
});
