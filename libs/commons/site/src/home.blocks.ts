import { db } from '@madang/kernel';
import { z } from 'zod';
import { address, texts } from './site.values.js';

const title = texts(80);
const links = z.array(z.strictObject({ label: texts(40), href: address, primary: z.boolean().optional() })).max(3);
const within = {
  space: z.string().max(40).optional(),
  category: z.string().max(60).optional(),
  activity: z.string().max(60).optional(),
};
const limit = z.number().int().min(1).max(12).default(3);

/** The kinds of blocks a home page is made of, each with what may be set in it. */
export const HOME_BLOCKS = {
  hero: z.strictObject({
    title,
    lead: texts(300).optional(),
    actions: links.optional(),
    motif: z.boolean().default(true),
  }),
  now: z.strictObject({ title: title.optional(), process: z.string().max(100).optional() }),
  list: z.strictObject({
    title,
    source: z.string().max(40),
    list: z.string().max(40),
    limit,
    more: address.optional(),
    band: z.boolean().optional(),
    ...within,
  }),
  results: z.strictObject({
    title,
    source: z.string().max(40),
    list: z.string().max(40).default('results'),
    limit,
    more: address.optional(),
  }),
  text: z.strictObject({ title: title.optional(), body: texts(10_000) }),
  numbers: z.strictObject({
    title: title.optional(),
    source: z.string().max(40),
    list: z.string().max(40).default('numbers'),
    method: address.optional(),
  }),
  partners: z.strictObject({ title, items: z.array(z.strictObject({ label: texts(80), href: address })).max(24) }),
  spaces: z.strictObject({ title, limit: z.number().int().min(1).max(24).default(6) }),
  news: z.strictObject({
    title,
    source: z.string().max(40),
    list: z.string().max(40).default('newest'),
    limit,
    more: address.optional(),
    ...within,
  }),
  html: z.strictObject({ html: texts(20_000) }),
} as const;

export type BlockType = keyof typeof HOME_BLOCKS;
export type BlockSettings<T extends BlockType> = z.output<(typeof HOME_BLOCKS)[T]>;
export type Block = { [T in BlockType]: { id: string; type: T; settings: BlockSettings<T> } }[BlockType];

/** Blocks as they are sent or stand in a file. */
export const HOME = z
  .array(
    z.looseObject({
      type: z.enum(Object.keys(HOME_BLOCKS) as [BlockType, ...BlockType[]]),
      enabled: z.boolean().default(true),
    }),
  )
  .max(24);

/** A stored block with its settings filled up; undefined when an older form no longer fits. */
export function readBlock(row: { id: string; type: string; settings: unknown }): Block | undefined {
  const schema = HOME_BLOCKS[row.type as BlockType] as z.ZodType | undefined;
  const read = schema?.safeParse(row.settings);
  return read?.success ? ({ id: row.id, type: row.type, settings: read.data } as Block) : undefined;
}

/** A block as the console edits it. */
export interface StoredBlock {
  type: string;
  enabled: boolean;
  settings: Record<string, unknown>;
}

/** The blocks as they are stored, disabled ones too. */
export const readBlocks = (): Promise<StoredBlock[]> =>
  db().rows<StoredBlock>('SELECT type, enabled, settings FROM home_blocks ORDER BY position, id');
