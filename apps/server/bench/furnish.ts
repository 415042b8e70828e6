import { join } from 'node:path';
import { readPreset } from '@madang/commons-site';
import { provisionFolder } from '../src/demo/demo.js';
import type { Program } from '../src/program.js';
import { createServer } from '../src/server.js';
import { TENANTS_DIR } from '../src/tenants-dir.js';

/** Gives tenants pages, menu and home of a district: an empty home page would say nothing about home pages. */
export async function furnish(program: Program, slugs: readonly string[]): Promise<void> {
  const server = await createServer(program);
  for (const wanted of slugs) {
    const { slug, name, locale, locales, timeZone } = (await program.registry.get({ slug: wanted }))!;
    const about = { slug, name, slogan: name, locale, locales, timeZone, operator: { name }, preset: 'district' };
    await provisionFolder(program, server, await readPreset(join(TENANTS_DIR, 'presets'), about));
  }
  await server.close();
}
