import type { Command } from '../command.js';
import { contentCommands } from './content.js';
import { hostCommands } from './host.js';
import { operatorCommands } from './operator.js';
import { personCommands } from './person.js';
import { tenantFileCommands } from './tenant-files.js';
import { tenantMoveCommands } from './tenant-moves.js';
import { tenantCommands } from './tenant.js';
import { upkeepCommands } from './upkeep.js';
import { watchingCommands } from './watching.js';

/** All commands, in the order of the help. */
export const commands: readonly Command[] = [
  ...tenantCommands,
  ...tenantFileCommands,
  ...tenantMoveCommands,
  ...hostCommands,
  ...personCommands,
  ...operatorCommands,
  ...upkeepCommands,
  ...watchingCommands,
  ...contentCommands,
];
