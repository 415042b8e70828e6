import { beforeAll, describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import '../../bench/property-seed.js';
import highsLoader from 'highs';
import { dataSet, readText, Tally } from '../../bench/data-sets.js';
import { CountingRefusal } from '../errors.js';
import { readDelimited } from '../formats/text.js';
import { leximin } from './leximin.js';
import { drawPanel, panelLottery } from './lottery.js';
import { meetsQuotas, poolTypes, type LotRequest, type PoolMember, type Quota } from './pool.js';
import { programmeText, solveProgramme, type ProgrammeSolver } from './solver.js';
import { measureChances, stratifiedDraw } from './stratified.js';

const folder = dataSet('sortition');
let solver: ProgrammeSolver;
beforeAll(async () => {
  // The package is CommonJS with a default export; its types and its ES module entry disagree about that.
  solver = await (highsLoader as unknown as () => Promise<ProgrammeSolver>)();
});

const rows = (path: string): Record<string, string>[] => {
  const [head, ...rest] = readDelimited(readText(path), path);
  return rest.map(({ cells }) => Object.fromEntries(head!.cells.map((name, i) => [name, cells[i]!])));
};

function checkPanels(request: LotRequest, panels: readonly (readonly string[])[]): boolean {
  const types = poolTypes(request);
  const typeOf = new Map(
    types.members.flatMap((people, t) => people.map((person) => [request.pool[person]!.id, t] as const)),
  );
  return panels.every((panel) => {
    const counts = new Int32Array(types.count.length);
    for (const id of panel) counts[typeOf.get(id)!]! += 1;
    return new Set(panel).size === panel.length && meetsQuotas(types, request, counts);
  });
}

(folder ? describe : describe.skip)('public LEXIMIN instances', () => {
  it.each([
    ['example_small_20', 20],
    ['example_large_200', 200],
  ])('%s: the published minimum and every sorted probability', (name, size) => {
    const request: LotRequest = {
      pool: rows(`${folder}/data/${name}/respondents.csv`).map((features, i) => ({ id: `p${i}`, features })),
      quotas: rows(`${folder}/data/${name}/categories.csv`).map(({ category, feature, min, max }) => ({
        feature: category!,
        value: feature!,
        min: Number(min),
        max: Number(max),
      })),
      size,
    };
    const chances = leximin(request, solver);
    const tally = new Tally(`sortition ${name}`);
    const published =
      Number(
        /LEXIMIN minimum probability \(exact\):\s*([\d.]+)%/.exec(
          readText(`${folder}/reference_output/${name}_statistics.txt`),
        )![1],
      ) / 100;
    const measures = measureChances(chances.probabilities);
    tally.check(Math.abs(measures.least - published) <= 1e-3, 'minimum', String(measures.least));
    tally.check(measures.gini <= 1e-3, 'gini', String(measures.gini));
    const expected = rows(`${folder}/reference_output/${name}_prob_allocs_data.csv`)
      .filter((row) => /leximin/i.test(row.algorithm!))
      .map((row) => Number(row['selection probability']));
    const sorted = [...chances.probabilities].sort((a, b) => a - b);
    tally.check(
      expected.length === sorted.length && expected.every((p, i) => Math.abs(p - sorted[i]!) <= 1e-3),
      'sorted probabilities',
      `${expected.length} against ${sorted.length}`,
    );
    const lottery = panelLottery(request, chances, 'seed');
    tally.check(checkPanels(request, lottery.panels), 'quotas of 1,000 panels');
    expect(tally.print().misses).toEqual([]);
  });

  it('150 people, 22 seats, 20 quotas: 1/11 at least, in time, and a lottery close to it', () => {
    const request: LotRequest = {
      pool: rows(`${folder}/sortition-algorithms/candidates.csv`).map((features) => ({
        id: features.nationbuilder_id!,
        features,
      })),
      quotas: rows(`${folder}/sortition-algorithms/features.csv`).map(({ feature, value, min, max }) => ({
        feature: feature!,
        value: value!,
        min: Number(min),
        max: Number(max),
      })),
      size: 22,
    };
    const chances = leximin(request, solver);
    const tally = new Tally('sortition sortition-algorithms');
    const { least } = measureChances(chances.probabilities);
    tally.check(Math.abs(least - 1 / 11) <= 1e-3, 'minimum', String(least));
    tally.check(Math.abs(chances.probabilities.reduce((a, b) => a + b, 0) - 22) < 1e-6, 'chances add up to the seats');
    const other = leximin(request, solver, 'another seed');
    tally.check(
      chances.probabilities.every((p, i) => Math.abs(p - other.probabilities[i]!) <= 1e-3),
      'same probabilities from another start',
    );
    const lottery = panelLottery(request, chances, 'seed');
    tally.check(lottery.panels.length === 1000 && checkPanels(request, lottery.panels), 'quotas of 1,000 panels');
    tally.check(lottery.deviation <= 0.003, 'lottery', String(lottery.deviation));
    expect(tally.print().misses).toEqual([]);
  }, 60_000);
});

const person = (id: string, features: Record<string, string>, household?: string): PoolMember => ({
  id,
  features,
  ...(household ? { household } : {}),
});
const quota = (feature: string, value: string, min: number, max: number): Quota => ({ feature, value, min, max });

describe('fair lots', () => {
  it('give the chances that can be worked out by hand', () => {
    // One of the two old and three of the eight young: 1/2 and 3/8.
    const pool = Array.from({ length: 10 }, (_, i) => person(`p${i}`, { age: i < 2 ? 'old' : 'young' }));
    const request = { pool, quotas: [quota('age', 'old', 1, 1), quota('age', 'young', 3, 3)], size: 4 };
    const { probabilities, levels } = leximin(request, solver);
    pool.forEach(({ features }, i) => expect(probabilities[i]).toBeCloseTo(features.age === 'old' ? 1 / 2 : 3 / 8, 4));
    expect(levels.map(({ people }) => people)).toEqual([8, 2]);
  });

  it('never draw two of one household, and give a person whom the quotas exclude no chance', () => {
    const pool = [
      ...['a', 'b', 'c'].map((id) => person(id, { town: 'north' }, 'house')),
      ...['d', 'e', 'f'].map((id) => person(id, { town: 'north' })),
      person('g', { town: 'south' }),
    ];
    const request = { pool, quotas: [quota('town', 'north', 3, 3), quota('town', 'south', 0, 0)], size: 3 };
    const chances = leximin(request, solver);
    expect(chances.probabilities[6]).toBe(0);
    [0, 1, 2].forEach((i) => expect(chances.probabilities[i]).toBeCloseTo(1 / 3, 4));
    [3, 4, 5].forEach((i) => expect(chances.probabilities[i]).toBeCloseTo(2 / 3, 4));
    const lottery = panelLottery(request, chances, 'x');
    expect(lottery.panels.every((panel) => panel.filter((id) => 'abc'.includes(id)).length <= 1)).toBe(true);
    expect(lottery.deviation).toBeLessThanOrEqual(0.001);
  });

  it('reach the highest minimum that any mix of all panels can reach', () => {
    const people = fc.array(fc.record({ sex: fc.constantFrom('f', 'm'), town: fc.constantFrom('n', 's', 'w') }), {
      minLength: 4,
      maxLength: 8,
    });
    fc.assert(
      fc.property(people, fc.integer({ min: 2, max: 3 }), (list, size) => {
        const pool = list.map((features, i) => person(`p${i}`, features));
        const request = {
          pool,
          quotas: [quota('sex', 'f', 1, size), quota('town', 'n', 0, 1), quota('town', 's', 0, size)],
          size,
        };
        const all = subsets(pool.length, size).filter((panel) => {
          const have = (feature: string, value: string): number =>
            panel.filter((i) => pool[i]!.features[feature] === value).length;
          return request.quotas.every(
            ({ feature, value, min, max }) => have(feature, value) >= min && have(feature, value) <= max,
          );
        });
        if (all.length === 0) {
          expect(() => leximin(request, solver)).toThrow(CountingRefusal);
          return;
        }
        const { probabilities, levels } = leximin(request, solver);
        const best = solveProgramme(solver, {
          sense: 'Maximize',
          objective: [['least', 1]],
          rows: [
            { form: all.map((_, k) => [`x${k}`, 1]), relation: '=', value: 1 },
            ...pool.map((_, i) => ({
              form: [
                ...all.flatMap((panel, k) => (panel.includes(i) ? [[`x${k}`, 1] as const] : [])),
                ['least', -1] as const,
              ],
              relation: '>=' as const,
              value: 0,
            })),
          ],
          bounds: [],
        })!;
        expect(Math.abs(Math.min(...probabilities) - best.value)).toBeLessThan(1e-4);
        expect(levels[0]!.probability).toBeCloseTo(best.value, 4);
        expect(probabilities.reduce((a, b) => a + b, 0)).toBeCloseTo(size, 6);
      }),
      { numRuns: 25 },
    );
  });

  it('refuse what no panel can meet, with the reason', () => {
    const pool = Array.from({ length: 5 }, (_, i) => person(`p${i}`, { age: i < 2 ? 'old' : 'young' }));
    const attempt = (quotas: Quota[], size: number) => () => leximin({ pool, quotas, size }, solver);
    expect(attempt([], 6)).toThrow('a panel of 6 from a pool of 5');
    expect(attempt([quota('age', 'old', 3, 3)], 3)).toThrow('needs 3, the pool has 2');
    expect(attempt([quota('age', 'old', 2, 2), quota('age', 'young', 2, 2)], 3)).toThrow('add up to 4');
    expect(attempt([quota('age', 'old', 0, 1), quota('age', 'young', 0, 1)], 3)).toThrow('are 2, less than 3');
    expect(attempt([quota('age', 'old', 2, 1)], 3)).toThrow('no range');
    const twice = [...pool, pool[0]!];
    expect(() => leximin({ pool: twice, quotas: [], size: 2 }, solver)).toThrow('twice');
  });

  it('are drawn by a ticket or a public text, the same every time', () => {
    const pool = Array.from({ length: 6 }, (_, i) => person(`p${i}`, {}));
    const request = { pool, quotas: [], size: 2 };
    const lottery = panelLottery(request, leximin(request, solver), 'seed', 100);
    expect(panelLottery(request, leximin(request, solver), 'seed', 100)).toEqual(lottery);
    expect(drawPanel(lottery, 7)).toEqual({ ticket: 7, panel: lottery.panels[7] });
    expect(drawPanel(lottery, 'drand 4711')).toEqual(drawPanel(lottery, 'drand 4711'));
    expect(() => drawPanel(lottery, 100)).toThrow(CountingRefusal);
    expect(lottery.deviation).toBeLessThanOrEqual(0.01);
  });
});

describe('the stratified baseline', () => {
  it('gives seats in proportion, exactly the size, and the same panel for the same seed', () => {
    fc.assert(
      fc.property(
        fc.array(fc.constantFrom('n', 's', 'w'), { minLength: 3, maxLength: 40 }),
        fc.string(),
        (towns, seed) => {
          const pool = towns.map((town, i) => person(`p${i}`, { town }));
          const size = Math.ceil(pool.length / 3);
          const drawn = stratifiedDraw(pool, ['town'], size, seed);
          expect(drawn.panel).toHaveLength(size);
          for (const { people, seats } of drawn.strata)
            expect(Math.abs(seats - (people * size) / pool.length)).toBeLessThan(1);
          expect(stratifiedDraw(pool, ['town'], size, seed)).toEqual(drawn);
          expect(drawn.probabilities.reduce((a, b) => a + b, 0)).toBeCloseTo(size, 9);
        },
      ),
    );
  });

  it('is measured by least chance, Gini and geometric mean', () => {
    const measures = measureChances([0.1, 0.1, 0.4]);
    expect([measures.least, measures.most]).toEqual([0.1, 0.4]);
    expect(measures.mean).toBeCloseTo(0.2, 12);
    expect(measures.gini).toBeCloseTo(1 / 3, 12);
    expect(measures.geometricMean).toBeCloseTo(0.004 ** (1 / 3), 12);
    expect(measures.shareBelow(0.2)).toBeCloseTo(2 / 3, 12);
    expect(measureChances([0.3, 0.3]).gini).toBeCloseTo(0, 12);
  });

  it('programmes are written as LP text', () => {
    const text = programmeText({
      sense: 'Maximize',
      objective: [
        ['x', 1.5],
        ['y', 0],
      ],
      rows: [
        {
          form: [
            ['x', 1],
            ['y', -2],
          ],
          relation: '<=',
          value: 4,
        },
      ],
      bounds: ['0 <= y <= 1'],
      whole: ['y'],
    });
    expect(text).toBe(
      'Maximize\n goal: + 1.5 x\nSubject To\n r0: + 1 x\n   - 2 y <= 4\nBounds\n 0 <= y <= 1\nGeneral\n y\nEnd\n'.replace(
        'x\n   - 2',
        'x - 2',
      ),
    );
    expect(
      solveProgramme(solver, {
        sense: 'Minimize',
        objective: [['x', 1]],
        rows: [
          { form: [['x', 1]], relation: '>=', value: 2 },
          { form: [['x', 1]], relation: '<=', value: 1 },
        ],
        bounds: [],
      }),
    ).toBeUndefined();
  });
});

function subsets(n: number, size: number): number[][] {
  if (size === 0) return [[]];
  if (n < size) return [];
  return [...subsets(n - 1, size), ...subsets(n - 1, size - 1).map((rest) => [...rest, n - 1])];
}

describe('a solver that gives up', () => {
  it('is asked again by the simplex method, and refused with its own words when that fails too', () => {
    const pool = Array.from({ length: 6 }, (_, i) => person(`p${i}`, { age: i < 2 ? 'old' : 'young' }));
    const request = { pool, quotas: [quota('age', 'old', 1, 1)], size: 2 };
    const withoutInterior: ProgrammeSolver = {
      solve(problem, options) {
        if (options?.solver === 'ipm') throw new Error('no interior point');
        return solver.solve(problem, options);
      },
    };
    const fair = leximin(request, solver).probabilities;
    leximin(request, withoutInterior).probabilities.forEach((p, i) => expect(p).toBeCloseTo(fair[i]!, 4));
    const broken: ProgrammeSolver = {
      solve: () => {
        throw new Error('out of memory');
      },
    };
    expect(() => leximin(request, broken)).toThrow('the solver failed: out of memory');
  });
});
