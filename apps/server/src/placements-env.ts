import type { PlacementAddress } from '@madang/platform-tenancy';

const PAIR = /^([a-z][a-z0-9_-]{0,30})(\.app)?=(postgres(?:ql)?:\/\/\S+)$/;

/** What makes two addresses the same database, whoever signs in. */
function databaseOf(address: string): string {
  const { hostname, port, pathname } = new URL(address);
  return `${hostname}:${port || 5432}${pathname}`;
}

/**
 * Reads `PLACEMENTS`: pairs `name=postgres://…`, separated by spaces or lines; `name.app=…` is the address for requests
 * and jobs where a pooler stands between. Lines that begin with # are remarks.
 * @param main the address of `main`, which none of them may be
 * @returns the problems, without any address: addresses have passwords in them
 */
export function readPlacements(
  text: string,
  main: string,
): { addresses: Map<string, PlacementAddress>; problems: string[] } {
  const problems: string[] = [];
  const found = new Map<string, Partial<PlacementAddress>>();
  const words = text
    .split('\n')
    .filter((line) => !line.trim().startsWith('#'))
    .flatMap((line) => line.split(/\s+/).filter(Boolean));
  for (const [at, word] of words.entries()) {
    const [, name, app, address] = PAIR.exec(word) ?? [];
    if (!name || !URL.canParse(address!)) {
      problems.push(`PLACEMENTS: entry ${at + 1} is not like name=postgres://user:password@host:5432/database`);
      continue;
    }
    const entry = found.get(name) ?? {};
    const key = app ? 'app' : 'admin';
    if (name === 'main') problems.push('PLACEMENTS: "main" is DATABASE_URL; give the others names of their own');
    if (entry[key]) problems.push(`PLACEMENTS: "${name}${app ?? ''}" stands there twice`);
    entry[key] = address!;
    found.set(name, entry);
  }
  const taken = new Map([[databaseOf(main), 'main']]);
  for (const [name, { admin }] of found) {
    if (!admin) {
      problems.push(`PLACEMENTS: "${name}.app" needs "${name}=postgres://…" beside it`);
      continue;
    }
    const other = taken.get(databaseOf(admin));
    if (other) problems.push(`PLACEMENTS: "${name}" is the same database as "${other}"`);
    taken.set(databaseOf(admin), name);
  }
  return { addresses: found as Map<string, PlacementAddress>, problems };
}
