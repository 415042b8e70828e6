import { describe, expect, it } from '@jest/globals';
import pg from 'pg';

describe('the shared test database', () => {
  it('answers as superuser and knows Korean trigrams', async () => {
    const client = new pg.Client({ connectionString: process.env['TEST_DATABASE_URL'] });
    await client.connect();
    try {
      const { rows } = await client.query<{ super: string }>('SELECT current_setting($1) AS super', ['is_superuser']);
      expect(rows[0]?.super).toBe('on');
    } finally {
      await client.end();
    }
  });
});
