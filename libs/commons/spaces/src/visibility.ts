import { actor } from '@madang/kernel';

/**
 * Parameters of the condition every list over spaces carries:
 * `(sp.visibility = 'public' OR $a::boolean OR sp.id = ANY($b::uuid[]))`.
 * Members-only spaces show their contents to members and to administrators.
 */
export function sight(): [seesAll: boolean, own: string[]] {
  const who = actor();
  return [who.kind === 'system' || who.role === 'administrator', [...who.spaces.keys()]];
}

/** Whether the current actor may read what is inside a space. */
export function sees(space: { id: string; visibility: string }): boolean {
  const [all, own] = sight();
  return space.visibility === 'public' || all || own.includes(space.id);
}
