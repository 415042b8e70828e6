import { settleMoves, stopMove, type MoveSteps } from '@madang/platform-tenancy';
import { loadPlacements } from '@madang/server';
import { NotWell, UsageError, type Call, type Command } from '../command.js';

/** Steps as remarks: standard output belongs to the result. */
const aloud = ({ out }: Call): MoveSteps => ({
  async step(name, work, tell) {
    const began = Date.now();
    const result = await work();
    const told = tell ? tell(result) : typeof result === 'string' ? result : undefined;
    out.aside(`  ${name}: ${told ? `${told}, ` : ''}${Date.now() - began} ms`);
    return result;
  },
  progress: (detail) => Promise.resolve(out.aside(`  … ${detail}`)),
});

const moving: Command = {
  name: 'tenant move',
  summary: 'move an organisation to another database, with every id',
  args: ['<slug>'],
  options: { to: { value: 'database', help: 'main, or a name of PLACEMENTS' } },
  notes:
    'While it is copied the site can be read and not written; Ctrl-C gives the move up. Whatever fails before the switch leaves the site where it was. docs/operate/tenants.md says more.',
  async run(call) {
    const slug = call.args['slug']!;
    const to = call.text('to');
    if (!to) throw new UsageError('Say where: madang tenant move <slug> --to <database>');
    const program = await call.program();
    const { movedAndNoted } = await loadPlacements();
    const giveUp = (): void => void stopMove(program.platform, slug, call.actor).catch(() => undefined);
    process.once('SIGINT', giveUp);
    try {
      const report = await movedAndNoted(program, slug, to, call.actor, aloud(call));
      call.out.say(
        `${slug} is in ${to} now: ${report.rows} rows of ${report.tables} tables, compared; it could only be read for ${report.readOnlyMilliseconds} ms`,
      );
      if (!report.cleaned) call.out.say(`  something still reads in ${report.from}; a worker removes the old copy`);
      return report;
    } finally {
      process.off('SIGINT', giveUp);
    }
  },
};

const stopping: Command = {
  name: 'tenant stop-move',
  summary: 'give up a move that is under way; the site stays where it was',
  args: ['<slug>'],
  async run(call) {
    const slug = call.args['slug']!;
    const { platform, provisioning } = await call.program();
    await stopMove(platform, slug, call.actor);
    await settleMoves(provisioning, platform, slug);
    call.out.say(`the move of ${slug} is given up`);
    return { slug };
  },
};

const settling: Command = {
  name: 'tenant settle-moves',
  summary: 'tidy up after moves whose process died; workers do it every minute',
  async run(call) {
    const { platform, provisioning } = await call.program();
    const report = await settleMoves(provisioning, platform);
    for (const slug of report.settled) call.out.say(`${slug} is settled`);
    for (const { slug, why } of report.waiting) call.out.say(`${slug} has to wait: ${why}`);
    if (report.settled.length + report.waiting.length === 0) call.out.say('there is nothing to tidy up');
    if (report.waiting.length > 0) throw new NotWell(report);
    return report;
  },
};

export const tenantMoveCommands: Command[] = [moving, stopping, settling];
