/** Features by what they are called. */
export const called = (known: readonly { name: string; label: string }[], names: readonly string[]): string =>
  names.map((name) => known.find((one) => one.name === name)?.label ?? name).join(', ') || '—';
