import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { ConfigurationError, readConfig, type Config } from './config.js';

const MAIN = 'postgres://madang_migrator:secret@db.example/madang';
const config = (more: Record<string, string>): Config =>
  readConfig({ NODE_ENV: 'test', DATABASE_URL: MAIN, MADANG_SECRET: 'x'.repeat(40), ...more });
const problems = (more: Record<string, string>): string[] => {
  try {
    config(more);
    return [];
  } catch (error) {
    if (error instanceof ConfigurationError) return error.problems;
    throw error;
  }
};

describe('PLACEMENTS', () => {
  it('names databases, with poolers where there are some', () => {
    expect([...config({}).placements]).toEqual([]);
    const read = config({
      PLACEMENTS:
        'east=postgres://m:p@e.example/madang  east.app=postgres://pooler:6432/madang\n# a remark\nwest_2=postgresql://m:p@w.example:5433/madang',
    });
    expect([...read.placements]).toEqual([
      ['east', { admin: 'postgres://m:p@e.example/madang', app: 'postgres://pooler:6432/madang' }],
      ['west_2', { admin: 'postgresql://m:p@w.example:5433/madang' }],
    ]);
  });

  it('may stand in a file, as secrets do', () => {
    const dir = mkdtempSync(join(tmpdir(), 'madang-placements-'));
    try {
      const file = join(dir, 'placements');
      writeFileSync(file, 'east=postgres://m:p@e.example/madang\n');
      expect([...config({ PLACEMENTS_FILE: file }).placements.keys()]).toEqual(['east']);
      expect(problems({ PLACEMENTS_FILE: `${file}s` })).toEqual([`PLACEMENTS_FILE: there is no file ${file}s.`]);
      expect(problems({ PLACEMENTS_FILE: file, PLACEMENTS: 'east=postgres://a/b' })).toEqual([
        'PLACEMENTS and PLACEMENTS_FILE: give one of them.',
      ]);
    } finally {
      rmSync(dir, { recursive: true });
    }
  });

  it.each([
    ['east', /entry 1 is not like name=postgres/],
    ['a=postgres://ok/x East=postgres://m:hidden@e/x', /entry 2 is not like/],
    ['east=mysql://m:hidden@e/x', /entry 1/],
    ['main=postgres://e/x', /"main" is DATABASE_URL/],
    ['east=postgres://e/x east=postgres://f/x', /"east" stands there twice/],
    ['east.app=postgres://e/x', /"east.app" needs "east=/],
    ['east=postgres://other:hidden@db.example:5432/madang', /"east" is the same database as "main"/],
    ['east=postgres://e/x west=postgres://u:hidden@e:5432/x', /"west" is the same database as "east"/],
  ])('%s is refused by name, without telling an address', (text, told) => {
    const found = problems({ PLACEMENTS: text });
    expect(found).toHaveLength(1);
    expect(found[0]).toMatch(told);
    expect(found[0]).not.toContain('hidden');
  });
});
