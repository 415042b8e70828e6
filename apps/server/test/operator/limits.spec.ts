import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { signedInOperator, type OperatorBrowser } from '../kit/operators.js';
import { sqlOf, staffOf, type Staff } from '../kit/staff.js';
import { openHouse, type House } from '../kit/yard.js';

const FULL = 'quota_activities';

describe('the activities of a plan', () => {
  let house: House;
  let owner: OperatorBrowser;
  const admins = new Map<string, Staff>();

  beforeAll(async () => {
    house = await openHouse();
    owner = await signedInOperator(house);
    for (const slug of ['grove', 'moor']) {
      await house.program.provisioning.create({ slug, name: { ko: slug } });
      admins.set(slug, await staffOf(house, (await house.program.registry.get({ slug }))!));
    }
  }, 60_000);
  afterAll(() => house.close());

  const ask = async <T>(slug: string, query: string, variables: object = {}): Promise<T> => {
    const { data, errors } = await house.gql(`${slug}.localhost`, query, variables, admins.get(slug)!.headers);
    if (errors) throw new Error(errors[0]!.extensions.code);
    return data as T;
  };
  const outcome = (slug: string, query: string, variables: object = {}): Promise<string> =>
    ask(slug, query, variables).then(
      () => 'made',
      (error: Error) => error.message,
    );
  const activities = async (slug: string): Promise<number> =>
    (
      await sqlOf(
        house,
        (await house.program.registry.get({ slug }))!,
      )<{ n: number }>(`SELECT count(*)::int AS n FROM activities WHERE state <> 'closed'`)
    )[0]!.n;
  const limit = async (slug: string, most: number): Promise<void> => {
    const known = await owner.ask<{
      plans: { id: string; revision: number }[];
      account: { revision: number };
    }>(`{ plans { id revision } account(slug: "${slug}") { revision } }`);
    const { plans, account } = known.data;
    const done = await owner.ask(
      'mutation ($plan: PlanInput!, $assign: AssignPlanInput!) { savePlan(input: $plan) { id } assignPlan(input: $assign) { state } }',
      {
        plan: {
          id: 'tight',
          nameKo: '빠듯한',
          nameEn: 'Tight',
          features: ['api', 'process_library'],
          graceDays: 3,
          activities: most,
          revision: plans.find(({ id }) => id === 'tight')?.revision,
        },
        assign: { slug, plan: 'tight', method: 'none', featuresOff: [], revision: account.revision },
      },
    );
    expect(done.errors).toBeUndefined();
  };
  const space = (name: string): string =>
    `mutation { saveSpace(input: { name: { ko: "${name}" }, slug: "${name}", starters: true }) }`;

  it('hold for a space with its first activities, its copy, a design from a file, a template, a copied process and the library', async () => {
    await limit('grove', 50);
    const { saveSpace: id } = await ask<{ saveSpace: string }>('grove', space('yard'));
    const made = await ask<{ createProcessFromDesign: { id: string } }>(
      'grove',
      'mutation { createProcessFromDesign(input: { space: "yard", template: "ideas-to-answers" }) { id } }',
    );
    const process = made.createProcessFromDesign.id;
    const { processDesign: design } = await ask<{ processDesign: object }>(
      'grove',
      `{ processDesign(id: "${process}") }`,
    );
    await ask('grove', `mutation { shareProcess(id: "${process}", summary: "가져다 쓰기 좋은 과정이에요.") }`);
    const shelf = await ask<{ sharedDesigns: { nodes: { id: string }[] } }>(
      'grove',
      '{ sharedDesigns { nodes { id } } }',
    );
    const ways: [string, object?][] = [
      [space('field')],
      [`mutation { copySpace(input: { id: "${id}", name: { ko: "밭" } }) }`],
      ['mutation { createProcessFromDesign(input: { space: "yard", template: "ideas-to-answers" }) { id } }'],
      [
        'mutation ($design: Json!) { createProcessFromDesign(input: { space: "yard", design: $design }) { id } }',
        { design },
      ],
      [`mutation { duplicateProcess(input: { id: "${process}" }) { id } }`],
      [`mutation { copySharedDesign(id: "${shelf.sharedDesigns.nodes[0]!.id}", space: "yard") }`],
      ['mutation { saveActivity(input: { space: "yard", method: "posts", title: { ko: "판" } }) }'],
    ];
    const before = await activities('grove');
    await limit('grove', before);
    for (const [query, variables] of ways)
      expect([query, await outcome('grove', query, variables)]).toEqual([query, FULL]);
    expect(await activities('grove')).toBe(before);
    // Each fits again when there is room, and goes as far as the room does.
    await limit('grove', 50);
    for (const [query, variables] of ways)
      expect([query, await outcome('grove', query, variables)]).toEqual([query, 'made']);
    const all = await activities('grove');
    expect(all).toBeGreaterThan(before + ways.length);
    await limit('grove', all);
    const closed = await ask<{ saveActivity: string }>(
      'grove',
      `mutation { saveActivity(input: { id: "${(await one('grove')).id}", revision: ${(await one('grove')).revision}, state: "closed" }) }`,
    );
    expect(await outcome('grove', space('meadow'))).toBe(FULL);
    await limit('grove', all - 1);
    const { revision } = await one('grove', closed.saveActivity);
    expect(
      await outcome(
        'grove',
        `mutation { saveActivity(input: { id: "${closed.saveActivity}", revision: ${revision}, state: "open" }) }`,
      ),
    ).toBe(FULL);
  });

  const one = async (slug: string, id?: string): Promise<{ id: string; revision: number }> =>
    (
      await sqlOf(house, (await house.program.registry.get({ slug }))!)<{ id: string; revision: number }>(
        `SELECT id, revision FROM activities WHERE $1::uuid IS NULL OR id = $1 ORDER BY created_at LIMIT 1`,
        [id ?? null],
      )
    )[0]!;

  it('hold for the preset that the first steps apply, as a whole', async () => {
    await limit('moor', 2);
    expect(await outcome('moor', 'mutation { applyPreset(name: "ngo") }')).toBe(FULL);
    expect(await activities('moor')).toBe(0);
    await limit('moor', 60);
    expect(await outcome('moor', 'mutation { applyPreset(name: "ngo") }')).toBe('made');
  });

  it('hold exactly when designs are copied at the same moment', async () => {
    const most = (await activities('grove')) + 7;
    await limit('grove', most);
    await Promise.all(
      Array.from({ length: 8 }, () =>
        outcome(
          'grove',
          'mutation { createProcessFromDesign(input: { space: "yard", template: "ideas-to-answers" }) { id } }',
        ),
      ),
    );
    expect(await activities('grove')).toBeLessThanOrEqual(most);
    expect(await activities('grove')).toBeGreaterThan(most - 7);
  });
});
