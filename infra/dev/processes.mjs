/** Telling one process from another that got the same number later. */
import { readFileSync } from 'node:fs';

/** A process as {pid, since}: the start time tells a reused number from the process that was meant. */
export function identityOf(pid) {
  return { pid, since: startTimeOf(pid) };
}

function startTimeOf(pid) {
  try {
    // Field 22 of /proc/<pid>/stat; the command name before it may hold spaces, hence the cut at the last parenthesis.
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
    const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
    return fields[0] === 'Z' ? undefined : fields[19];
  } catch {
    return undefined;
  }
}

/** Whether that very process still runs; a zombie does not. */
export function isAlive(identity) {
  if (!identity?.pid) return false;
  if (process.platform === 'linux') {
    return identity.since !== undefined && startTimeOf(identity.pid) === identity.since;
  }
  try {
    process.kill(identity.pid, 0);
    return true;
  } catch (error) {
    return error.code === 'EPERM';
  }
}

/** Whether any live process has this number (Linux). */
export function isStarted(pid) {
  return startTimeOf(pid) !== undefined;
}
