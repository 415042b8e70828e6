import type { Program } from './program.js';
import type { Server } from './server.js';

/** Provisions the tenants in `tenants/` that are missing and fills in their content. */
export async function provisionDemo(program: Program, _server: Server, say: (text: string) => void): Promise<void> {
  for (const slug of ['solbat']) {
    if (await program.registry.get({ slug })) continue;
    const started = Date.now();
    await program.provisioning.create({ slug, name: { ko: slug, en: slug }, locale: 'ko', locales: ['ko', 'en'] });
    say(`[madang] ${slug}: provisioned in ${Date.now() - started} ms`);
  }
}
