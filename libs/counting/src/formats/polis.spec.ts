import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import '../../bench/property-seed.js';
import { FormatRefusal } from '../errors.js';
import { readPolis, writePolis } from './polis.js';

const files = {
  comments:
    'timestamp,datetime,comment-id,author-id,agrees,disagrees,moderated,comment-body\n5,x,1,7,1,0,0,"More trees, please\n""now"""\n4,x,0,7,0,1,-1,Spam\n',
  votes: 'timestamp,datetime,comment-id,voter-id,vote\n9,x,1,a,-1\n3,x,0,a,-1\n12,x,1,a,1\n',
  participants: 'participant,group-id,n-comments\na,1,0\nb,,0\n',
  summary: 'topic,"Trees, and more"\nurl,https://example.org\n',
};

describe('Polis exports', () => {
  it('are read with statements by id and votes by time', () => {
    const data = readPolis(files);
    expect(data.statements.map(({ id, moderated, text }) => [id, moderated, text])).toEqual([
      ['0', -1, 'Spam'],
      ['1', 0, 'More trees, please\n"now"'],
    ]);
    expect(data.votes.map(({ time }) => time)).toEqual([3, 9, 12]);
    expect([...data.groups]).toEqual([['a', 1]]);
    expect(data.summary.topic).toBe('Trees, and more');
    expect(readPolis(writePolis(data))).toEqual(data);
  });

  it.each([
    ['comments', '1,7,1,0,0', '1,7,many,0,0', 2],
    ['comments', 'moderated', 'mod', 1],
    ['comments', '4,x,0,7', '4,x,1,7', 4],
    ['votes', '3,x,0,a,-1', '3,x,0,a,2', 3],
    ['votes', '3,x,0,a,-1', '3,x,8,a,-1', 3],
    ['votes', '3,x,0,a,-1', '3,x,0,,-1', 3],
    ['votes', '3,x,0,a,-1', 'soon,x,0,a,-1', 3],
    ['votes', '3,x,0,a,-1', '3,x,0,a,-1,0', 3],
    ['participants', 'a,1', 'a,one', 2],
  ] as const)('refuse a wrong %s file with the line', (file, from, to, line) => {
    expect(() => readPolis({ ...files, [file]: files[file].replace(from, to) })).toThrow(FormatRefusal);
    try {
      readPolis({ ...files, [file]: files[file].replace(from, to) });
    } catch (error) {
      expect((error as FormatRefusal).line).toBe(line);
    }
  });

  it('are read or refused, never anything else', () => {
    fc.assert(
      fc.property(
        fc.constantFrom('comments' as const, 'votes' as const),
        fc.nat(200),
        fc.nat(6),
        fc.string({ maxLength: 5 }),
        (file, at, drop, insert) => {
          const text = files[file];
          try {
            readPolis({ ...files, [file]: text.slice(0, at) + insert + text.slice(at + drop) });
          } catch (error) {
            expect(error).toBeInstanceOf(FormatRefusal);
          }
        },
      ),
      { numRuns: 500 },
    );
  });
});
