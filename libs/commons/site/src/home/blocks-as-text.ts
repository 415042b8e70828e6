import type { StoredBlock } from '../home.blocks.js';

/**
 * Blocks as paragraphs that can be compared: `#hero` (`#hero -` where it is hidden), then what is set in it, the words in one
 * language. The console says the name of the kind in place of the mark.
 */
export const blocksAsText = (blocks: readonly StoredBlock[], locale: string): string =>
  blocks
    .flatMap(({ type, enabled, settings }) => [
      `#${type}${enabled ? '' : ' -'}`,
      ...Object.entries(settings).flatMap(([name, value]) => said(name, value, locale)),
    ])
    .join('\n\n');

function said(name: string, value: unknown, locale: string): string[] {
  if (value === null || value === undefined || value === false) return [];
  if (Array.isArray(value)) return value.flatMap((one) => said(name, one, locale));
  if (typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean')
    return [`${name}: ${value}`];
  const inner = value as Record<string, unknown>;
  if (Object.values(inner).every((one) => typeof one === 'string') && !('href' in inner)) {
    const text = inner[locale];
    return typeof text === 'string' && text !== '' ? paragraphs(text) : [];
  }
  const { label, href } = inner as { label?: Record<string, string>; href?: string };
  return [`${label?.[locale] ?? ''} → ${href ?? ''}`];
}

/** Lines of HTML and texts stand alone, so that a change is shown where it is. */
const paragraphs = (text: string): string[] =>
  text
    .split(/\n+/)
    .map((line) => line.trim())
    .filter(Boolean);
