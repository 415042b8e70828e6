import { z } from 'zod';
import { ThemeInput } from '../../brand/index.js';

const asset = z
  .string()
  .regex(/^assets\/[\w./-]+$/, 'expected a path below assets/')
  .refine((path) => !path.includes('..'), 'no ..');

/** What `theme.json` holds: the choices of the theme and, if wanted, files of its own. */
export const ThemeFile = z.strictObject({
  ...ThemeInput.shape,
  $schema: z.string().optional(),
  logo: asset.optional(),
  logoDark: asset.optional(),
  icon: asset.optional(),
  share: asset.optional(),
});

/** Reads the text of a `theme.json`. Returns what is wrong with it, and the assets it names. */
export function readThemeFile(text: string): { problems: string[]; assets: string[] } {
  let json: unknown;
  try {
    json = JSON.parse(text);
  } catch (error) {
    return { problems: [error instanceof Error ? error.message : String(error)], assets: [] };
  }
  const result = ThemeFile.safeParse(json);
  if (!result.success) {
    return {
      problems: result.error.issues.map(({ path, message }) => `${path.join('.') || 'theme.json'}: ${message}`),
      assets: [],
    };
  }
  const { logo, logoDark, icon, share } = result.data;
  return { problems: [], assets: [logo, logoDark, icon, share].filter((path) => path !== undefined) };
}
