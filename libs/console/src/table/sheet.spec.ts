import { describe, expect, it } from '@jest/globals';
import { strFromU8, unzipSync } from 'fflate';
import type { Column } from './data-table.js';
import { holding, inOrder } from './rows.js';
import { csvOf, workbookOf } from './sheet.js';

interface Row {
  name: string;
  count?: number;
  at?: string;
}

const columns: Column<Row>[] = [
  { id: 'name', label: '이름', sortable: true, value: (row) => row.name, render: () => null },
  { id: 'count', label: '수', sortable: true, value: (row) => row.count, render: () => null },
  { id: 'at', label: '때', value: (row) => (row.at ? new Date(row.at) : null), render: () => null },
];
const rows: Row[] = [
  { name: '나무, "큰"', count: -2, at: '2026-03-01T03:30:00Z' },
  { name: '=1+1', count: 10 },
  { name: '가 10' },
  { name: '가 9', count: 3 },
];
const sheet = { name: 'terms', columns, rows, zone: 'Asia/Seoul' };

describe('a list that is written in the browser', () => {
  it('is the same kind of CSV as the server writes', () => {
    expect(csvOf(sheet)).toBe(
      `\uFEFF이름,수,때\r\n"나무, ""큰""",-2,2026-03-01 12:30\r\n'=1+1,10,\r\n가 10,,\r\n가 9,3,\r\n`,
    );
  });

  it('is a workbook in which texts are texts, numbers numbers and moments moments', async () => {
    const book = await workbookOf(sheet);
    const parts = unzipSync(new Uint8Array(await book.arrayBuffer()));
    const all = Object.values(parts)
      .map((part) => strFromU8(part))
      .join('\n');
    expect(all).toContain('나무, "큰"');
    expect(all).toContain('=1+1');
    expect(all).not.toContain('<f>');
    expect(all).toContain('<v>10</v>');
    // 2026-03-01 12:30 as spreadsheets count days.
    expect(all).toContain('<v>46082.52083');
  });
});

describe('a list that is here whole', () => {
  const names = (sort: string): string[] => inOrder(rows, columns, sort, 'ko').map(({ name }) => name);

  it('is put in order by what a column says, numbers in words by their size, and what says nothing last', () => {
    expect(names('name').filter((name) => name.startsWith('가'))).toEqual(['가 9', '가 10']);
    expect(names('count')).toEqual(['나무, "큰"', '가 9', '=1+1', '가 10']);
    expect(names('-count')).toEqual(['=1+1', '가 9', '나무, "큰"', '가 10']);
    expect(names('at')).toEqual(rows.map(({ name }) => name));
  });

  it('is searched in what its columns say', () => {
    expect(holding(rows, columns, ' 큰 ')).toEqual([rows[0]]);
    expect(holding(rows, columns, '')).toBe(rows);
  });
});
