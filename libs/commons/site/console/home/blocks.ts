/** A block as the editor holds it; `id` is the editor's own. */
export interface EditedBlock {
  id: string;
  type: string;
  enabled: boolean;
  settings: Record<string, unknown>;
}

/** A setting of a block, as the API describes it. */
export interface FieldPlan {
  name: string;
  kind: string;
  required: boolean;
  translated: boolean;
  max?: number | null;
  min?: number | null;
  initial?: string | null;
}

/** The stored blocks with names of the editor's own. */
export const edited = (json: string): EditedBlock[] =>
  (JSON.parse(json) as Omit<EditedBlock, 'id'>[]).map((block, index) => ({ ...block, id: `s${index}` }));

/** Blocks in the form in which they are saved and previewed. */
export const sent = (blocks: readonly EditedBlock[]): Record<string, unknown>[] =>
  blocks.map(({ type, enabled, settings }) => ({ type, enabled, ...filled(settings) }));

/** Fields that were emptied are left out, which is what an absent value means. */
function filled(settings: Record<string, unknown>): Record<string, unknown> {
  const kept: Record<string, unknown> = {};
  for (const [name, value] of Object.entries(settings)) {
    const said = isWords(value) ? spoken(value) : value;
    if (said !== '' && said !== null && said !== undefined) kept[name] = said;
  }
  return kept;
}

const isWords = (value: unknown): value is Record<string, string> =>
  typeof value === 'object' &&
  value !== null &&
  !Array.isArray(value) &&
  Object.values(value).every((one) => typeof one === 'string');

function spoken(words: Record<string, string>): Record<string, string> | undefined {
  const said = Object.entries(words).filter(([, text]) => text.trim() !== '');
  return said.length > 0 ? Object.fromEntries(said) : undefined;
}

/** What a block calls itself in the list: its title, else nothing. */
export function titleOf(block: EditedBlock, locale: string): string {
  const words = (block.settings['title'] ?? block.settings['body'] ?? block.settings['html']) as
    Record<string, string> | undefined;
  return (words?.[locale] ?? Object.values(words ?? {})[0] ?? '').replace(/<[^>]*>/g, ' ').slice(0, 60);
}

/** Everything a block says or is set to, in order, whatever its form: what two versions of it are told apart by. */
export function saidIn(block: EditedBlock): string[] {
  const said = (value: unknown): string[] => {
    if (typeof value === 'string') return value.trim() === '' ? [] : [value];
    if (value === true) return ['✓'];
    if (typeof value === 'number') return [String(value)];
    return typeof value === 'object' && value !== null ? Object.values(value).flatMap(said) : [];
  };
  return said(block.settings);
}

/** A new block of a kind, ready to be shown: what must be there is begun. */
export function newBlock(
  type: string,
  fields: readonly FieldPlan[],
  title: Record<string, string>,
  source: string,
): EditedBlock {
  const settings: Record<string, unknown> = {};
  for (const field of fields) {
    if (field.initial) settings[field.name] = JSON.parse(field.initial);
    else if (field.name === 'title' && field.required) settings['title'] = title;
    else if (field.translated && field.required) settings[field.name] = title;
    else if (field.kind === 'source') Object.assign(settings, splitSource(source));
    else if (field.kind === 'partners') settings[field.name] = [];
  }
  return { id: crypto.randomUUID(), type, enabled: true, settings };
}

/** `proposals/newest` as the two settings it is kept in. */
export function splitSource(value: string): { source: string; list: string } {
  const [source = '', list = ''] = value.split('/');
  return { source, list };
}
