import { z } from 'zod';
import { safePath } from '@madang/portal';
import { safeUrl, ThemeInput } from '@madang/theming';

/** Text by language; at least one must be there. */
export const texts = (max: number): z.ZodType<Record<string, string>> =>
  z
    .record(z.string().regex(/^[a-z]{2,3}(-[A-Za-z0-9]{2,8})*$/), z.string().max(max))
    .refine((words) => Object.keys(words).length > 0, 'no language');

const terms = z.record(
  z.string(),
  z.record(z.string(), z.looseObject({ one: z.string().min(1).max(40), other: z.string().max(40).optional() })),
);

/** What an organisation may set about its site, each with the form its value must have. */
export const SITE_VALUES = {
  name: texts(60),
  slogan: texts(200),
  theme: ThemeInput,
  glossary: terms,
  overrides: z.record(z.string(), z.record(z.string(), z.string().max(2000))),
  operator: z.strictObject({
    name: texts(120),
    address: texts(200).optional(),
    phone: z.string().max(40).optional(),
    email: z.email().optional(),
  }),
  promise: texts(200),
  /** Re-encoded by `Looks.storeLogo`; the width and height are those it is shown with. */
  logo: z
    .strictObject({
      media: z.uuid(),
      width: z.number().int().min(1).max(640),
      height: z.number().int().min(1).max(160),
    })
    .nullable(),
} as const;

export type SiteKey = keyof typeof SITE_VALUES;
export type SiteValue<K extends SiteKey> = z.input<(typeof SITE_VALUES)[K]>;
export const SITE_KEYS = Object.keys(SITE_VALUES) as SiteKey[];

/** An address a menu or a block may lead to: a path of this site, or a web address. */
export const address = z
  .string()
  .max(500)
  .refine(
    (to) => safePath(to, '') === to || (/^https?:/.test(to) && safeUrl(to) === to),
    'a path of this site or a web address',
  );

const link = z.strictObject({ label: texts(60), href: address });

/** A menu of at most six entries; an entry with items is a group. */
export const MENU = z
  .array(z.strictObject({ label: texts(40), href: address.optional(), items: z.array(link).max(12).optional() }))
  .max(6);
export type Menu = z.infer<typeof MENU>;
