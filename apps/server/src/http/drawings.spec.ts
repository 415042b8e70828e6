import { describe, expect, it } from '@jest/globals';
import { inContext, newContext, VISITOR, type Tenant } from '@madang/kernel';
import type { RenderData, Templates } from '@madang/theming';
import { Drawings } from './drawings.js';

const tenant = (slug: string, revision = 1): Tenant => ({ id: slug, slug, revision }) as unknown as Tenant;
const words = { locale: 'ko', day: (at: Date) => at.toISOString().slice(0, 10) } as never;
const data = (parts: object = {}): RenderData => ({
  words,
  now: new Date('2026-11-28T01:00:00Z'),
  path: '/',
  ...parts,
});

/** Templates that say how often they drew. */
function drawing(): { templates: Templates; drawn: () => number } {
  let count = 0;
  const render = (name: string, model: object): string => {
    count += 1;
    return `${name} ${JSON.stringify(model)}`;
  };
  return { templates: { render } as unknown as Templates, drawn: () => count };
}

describe('drawings', () => {
  it('draw once what is made of the same rows, and anew what is not', () => {
    const drawings = new Drawings(false);
    const { templates, drawn } = drawing();
    const look = {};
    const draw = (of: Tenant, model: object, parts: object = {}, ground: object = look): string =>
      inContext(newContext(of), () => drawings.draw(templates, 'show', model, data(parts), [ground]).toString());
    expect(draw(tenant('a'), { title: '하나' })).toBe('show {"title":"하나"}');
    expect(draw(tenant('a'), { title: '하나' })).toBe('show {"title":"하나"}');
    expect(drawn()).toBe(1);
    draw(tenant('a'), { title: '둘' });
    draw(tenant('b'), { title: '하나' }); // another tenant
    draw(tenant('a', 2), { title: '하나' }); // a changed site
    draw(tenant('a'), { title: '하나' }, { path: '/x' }); // another address
    draw(tenant('a'), { title: '하나' }, { now: new Date('2026-11-29T01:00:00Z') }); // another day
    draw(tenant('a'), { title: '하나' }, {}, {}); // a look that is only previewed
    expect(drawn()).toBe(7);
  });

  it('are never kept for people who are signed in', () => {
    const drawings = new Drawings(false);
    const { templates, drawn } = drawing();
    const signedIn = newContext(tenant('a'), { actor: { ...VISITOR, kind: 'person', personId: 'p' } });
    inContext(signedIn, () => drawings.draw(templates, 'show', {}, data(), []));
    inContext(signedIn, () => drawings.draw(templates, 'show', {}, data(), []));
    expect(drawn()).toBe(2);
  });

  it('find a template that draws the same model differently', () => {
    const drawings = new Drawings(true);
    let count = 0;
    const templates = { render: () => String((count += 1)) } as unknown as Templates;
    const draw = (): string =>
      inContext(newContext(tenant('a')), () => drawings.draw(templates, 'show', {}, data(), []).toString());
    draw();
    expect(draw).toThrow('not pure');
  });
});
