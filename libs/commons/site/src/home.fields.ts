import { HOME_BLOCKS, type BlockType } from './home.blocks.js';

/** Widget a setting of a block is edited with. */
export type FieldKind =
  | 'text'
  | 'long_text'
  | 'markdown'
  | 'html'
  | 'address'
  | 'boolean'
  | 'integer'
  | 'source'
  | 'process'
  | 'space'
  | 'category'
  | 'activity'
  | 'links'
  | 'partners';

/** A setting of a block as its form shows it. */
export interface BlockField {
  name: string;
  kind: FieldKind;
  required: boolean;
  translated: boolean;
  max: number | null;
  min: number | null;
  initial: string | null;
}

/** What each name is edited with; a new setting of a block must be named here, which a spec holds. */
const KINDS: Record<string, FieldKind> = {
  title: 'text',
  lead: 'long_text',
  body: 'markdown',
  html: 'html',
  actions: 'links',
  items: 'partners',
  motif: 'boolean',
  band: 'boolean',
  limit: 'integer',
  more: 'address',
  method: 'address',
  process: 'process',
  source: 'source',
  space: 'space',
  category: 'category',
  activity: 'activity',
};
const LONGEST: Record<string, number> = { title: 80, lead: 300, body: 10_000, html: 20_000 };
const MOST: Partial<Record<BlockType, number>> = { spaces: 24 };
const TRANSLATED = new Set(['title', 'lead', 'body', 'html']);

interface Shape {
  safeParse(value: unknown): { success: boolean; data?: unknown };
}

/** The form of every kind of block, read off the schemas that judge what is saved. */
export function blockForms(): { type: string; fields: BlockField[] }[] {
  return Object.entries(HOME_BLOCKS).map(([type, schema]) => ({
    type,
    // `list` is chosen together with its source.
    fields: Object.entries(schema.shape as Record<string, Shape>)
      .filter(([name]) => name !== 'list')
      .map(([name, shape]) => fieldOf(type as BlockType, name, shape)),
  }));
}

function fieldOf(type: BlockType, name: string, shape: Shape): BlockField {
  const kind = KINDS[name];
  if (!kind) throw new Error(`no widget is known for ${type}.${name}`);
  const absent = shape.safeParse(undefined);
  return {
    name,
    kind,
    required: !absent.success,
    translated: TRANSLATED.has(name),
    max: kind === 'integer' ? (MOST[type] ?? 12) : (LONGEST[name] ?? null),
    min: kind === 'integer' ? 1 : null,
    initial: absent.success && absent.data !== undefined ? JSON.stringify(absent.data) : null,
  };
}
