import { createServer } from '../src/server.js';
import type { Program } from '../src/program.js';
import type { Seeded } from './seed.js';

/**
 * Milliseconds that drawing a proposal's page takes, once its rows are there: one for each page with many comments, none of
 * which was drawn before. In the process of the bench, one after the other.
 */
export async function renderTimes(program: Program, host: string, { busy, space }: Seeded): Promise<number[]> {
  const server = await createServer(program);
  const { faces } = server;
  const page = faces.page.bind(faces);
  const times: number[] = [];
  faces.page = async (...given) => {
    const begin = performance.now();
    const made = await page(...given);
    times.push(performance.now() - begin);
    return made;
  };
  const fastify = server.app.getHttpAdapter().getInstance();
  for (const { number } of busy) {
    const { statusCode } = await fastify.inject({ url: `/${space}/proposals/${number}`, headers: { host } });
    if (statusCode !== 200) throw new Error(`proposal ${number}: ${statusCode}`);
  }
  await server.close();
  return times.sort((one, other) => one - other);
}
