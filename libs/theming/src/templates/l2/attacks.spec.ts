import { describe, expect, it } from '@jest/globals';
import { parseFragment, type DefaultTreeAdapterTypes } from 'parse5';
import { ATTACKED, REFUSED, RENDERED, STOPPED } from '@madang/testing';
import { effortSince } from '../../../test/effort.js';
import { html } from '../../text/safe-html.js';
import { createMessages } from '../../words/messages.js';
import { TENANT_ELEMENTS } from './allowed.js';
import { checkTenantTemplate, tenantTemplate, type TenantSlot } from './tenant-template.js';

const words = createMessages({ catalogues: { ko: { 'a.b': '{x}' }, en: { 'a.b': '{x}' } } }).for('ko');
const slot: TenantSlot = {
  partials: {
    card: (one) => html`<article class="card"><button>${String((one as { title: string }).title)}</button></article>`,
  },
};

describe('attacks on tenant templates', () => {
  it.each(REFUSED)('%s refuses: %s', (id, _, source) => {
    const start = process.cpuUsage();
    expect(checkTenantTemplate(source, slot).map((found) => found.id)).toContain(id);
    expect(effortSince(start)).toBeLessThan(1000);
    expect(() => tenantTemplate(source, slot)).toThrow(id);
  });
  it.each(RENDERED)('renders harmlessly: %s', (_, source, expected) => {
    const out = tenantTemplate(source, slot).render(ATTACKED, words).toString();
    if (expected !== '') expect(out).toBe(expected);
    expectHarmless(out.replace('<article class="card"><button>&lt;b&gt;</button></article>', ''));
  });
  it.each(STOPPED)('%s stops: %s', (id, _, source) => {
    const template = tenantTemplate(source, slot);
    const start = process.cpuUsage();
    expect(() => template.render(ATTACKED, words)).toThrow(id);
    expect(effortSince(start)).toBeLessThan(1000);
  });
  it('are enough', () => expect(REFUSED.length + RENDERED.length + STOPPED.length).toBeGreaterThanOrEqual(40));
  it('are told apart from honest templates', () => {
    expect(() => expectHarmless('<p onclick="x">')).toThrow();
    expect(() => expectHarmless('<script>x</script>')).toThrow();
    expect(() => expectHarmless('<a href="javascript:x">')).toThrow();
  });
});

/** What a browser would build holds only allowed elements, attributes and addresses. */
function expectHarmless(out: string): void {
  const walk = (node: DefaultTreeAdapterTypes.ParentNode): void => {
    for (const child of node.childNodes) {
      if (!('tagName' in child)) continue;
      expect([...TENANT_ELEMENTS.keys()]).toContain(child.tagName);
      for (const { name, value } of child.attrs) {
        expect([...(TENANT_ELEMENTS.get(child.tagName) ?? [])]).toContain(name);
        if (name === 'href' || name === 'src') expect(value).toMatch(/^(?:(?:https?|mailto|tel):|[^:]*$)/);
      }
      walk(child);
    }
  };
  walk(parseFragment(out));
}
