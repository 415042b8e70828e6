import { describe, expect, it } from '@jest/globals';
import { dataSet, readJson, readText, Tally } from '../../bench/data-sets.js';
import { readBlt } from '../formats/blt.js';
import { countCondorcet } from './condorcet.js';
import type { Place, RankedVote } from './profile.js';

const folder = dataSet('condorcet');

// "V: 3-311-56": the rank that the voter gave to each option, ranks may tie, "-" is unranked.
function debianVote(text: string): RankedVote {
  const options = [...text.matchAll(/Option \d+-+>: (.+)/g)].map((match) => match[1]!.trim());
  const ballots = [...text.matchAll(/^V: (\S+)/gm)].map((match) => {
    const ranks = [...match[1]!];
    const used = [...new Set(ranks.filter((rank) => rank !== '-'))].sort();
    return {
      count: 1,
      places: used.map((rank): Place => ranks.flatMap((given, option) => (given === rank ? [option] : []))),
    };
  });
  return { options, ballots };
}

// "A > B = C * 3": blocks of Schulze's published examples.
function blockVote(options: string[], blocks: string[]): RankedVote {
  const ballots = blocks.map((block) => {
    const [ranking, count] = block.split('*');
    const places = ranking!
      .split('>')
      .map((place): Place => place.split('=').map((name) => options.indexOf(name.trim())));
    return { count: Number(count ?? 1), places };
  });
  return { options, ballots };
}

(folder ? describe : describe.skip)('Condorcet methods', () => {
  it('Debian leaders 2006 and 2007: the whole Schulze order', () => {
    const tally = new Tally('condorcet debian');
    const orders: [string, 'margins' | 'winning-votes', string][] = [
      [
        '2007',
        'winning-votes',
        'Sam Hocevar > Steve McIntyre > Rapha\uFFFDl Hertzog > Wouter Verhelst > Anthony Towns > Gustavo Franco > None Of The Above > Simon Richter > Aigars Mahinovs',
      ],
      [
        '2006',
        'margins',
        'Anthony Towns > Steve McIntyre > Andreas Schuldei = Jeroen van Wolffelaar > Bill Allombert > None of the Above > Ari Pollak > Jonathan aka Ted Walther',
      ],
    ];
    const plain = (name: string): string =>
      name
        .normalize('NFD')
        .replace(/[^a-zA-Z]/g, '')
        .toLowerCase();
    for (const [year, strength, order] of orders) {
      const vote = debianVote(readText(`${folder}/debian/leader${year}_tally.txt`));
      const result = countCondorcet(vote, { method: 'schulze', strength });
      const ours = result.order.map((tier) => tier.map(plain).sort().join('='));
      const theirs = order.split(' > ').map((tier) => tier.split(' = ').map(plain).sort().join('='));
      tally.check(ours.join('>') === theirs.join('>'), year, ours.join('>'));
      for (const method of ['ranked-pairs', 'minimax'] as const) {
        const other = countCondorcet(vote, { method }, { seed: year });
        tally.check(other.winner === result.order[0]![0], `${year} ${method}`, other.winner);
      }
    }
    expect(tally.print().misses).toEqual([]);
  });

  it('Debian 2006 elects someone else when unranked options are ignored: they are tied last here', () => {
    const vote = debianVote(readText(`${folder}/debian/leader2006_tally.txt`));
    expect(countCondorcet(vote, { method: 'schulze' }).order[0]).toEqual(['Anthony Towns']);
  });

  it("Schulze's published examples: winners and strongest paths", () => {
    const tally = new Tally('condorcet schulze examples');
    for (const example of readJson(`${folder}/schulze_cases.json`)) {
      // One entry tests ranking syntax only and names no candidates: they are the letters of its ballot.
      const options: string[] = example.candidates.length > 0 ? example.candidates : ['A', 'B', 'C', 'D'];
      // Example 10 is Schulze's proof that the strength matters: margins elect A, ratios B, winning votes D.
      const tenth = example.name.endsWith('example 10');
      const blocks: string[] = [];
      for (const [i, more] of example.vote_blocks.entries()) {
        // Later blocks are added to the earlier ballots ("situation 2").
        blocks.push(...more);
        const vote = blockVote(options, blocks);
        const result = countCondorcet(vote, { method: 'schulze' });
        const expected: string = example.winner_expectations[tenth ? 2 : i] ?? 'A';
        const winners = expected.replace(/[[\]' ]/g, '');
        tally.check(
          [...result.order[0]!].sort().join() === winners,
          `${example.name} winners`,
          result.order[0]!.join(),
        );
        if (tenth) {
          const margins = countCondorcet(vote, { method: 'schulze', strength: 'margins' });
          tally.check(margins.winner === example.winner_expectations[0], `${example.name} margins`, margins.winner);
        } else if (example.strongest_paths)
          tally.check(
            samePaths(example.strongest_paths, options, result.strengths),
            `${example.name} paths`,
            JSON.stringify(result.strengths),
          );
      }
    }
    expect(tally.print().misses).toEqual([]);
    expect(tally.total).toBeGreaterThan(9);
  });

  it("Tideman's files are read", () => {
    const tally = new Tally('condorcet tideman files');
    for (const name of ['A1', 'A3', 'A60', 'A77']) {
      const election = readBlt(readText(`${folder}/tideman/${name}.HIL`));
      tally.check(election.options.length > 2 && election.ballots.length > 10, name);
    }
    expect(tally.print().misses).toEqual([]);
  });
});

// "'A' => ['B' => 14, 'C' => 14]": rows of strongest paths as text.
function samePaths(text: string, options: string[], ours: readonly (readonly number[])[]): boolean {
  const rows = [...text.matchAll(/'(\w+)' => \[(.*?)\]/g)];
  const cells = rows.flatMap(([, from, row]) =>
    [...row!.matchAll(/'(\w+)' => (\d+)/g)].map(([, to, n]) => ({ from, to, n })),
  );
  const right = cells.filter(({ from, to, n }) => ours[options.indexOf(from!)]![options.indexOf(to!)] === Number(n));
  return cells.length === options.length * (options.length - 1) && right.length === cells.length;
}
