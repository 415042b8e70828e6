const WHOLE = ['krw', 'jpy'];

/** An amount in the smallest unit as people read it. */
export const money = (amount: number, currency: string, locale: string): string =>
  new Intl.NumberFormat(locale, { style: 'currency', currency: currency.toUpperCase() }).format(
    WHOLE.includes(currency) ? amount : amount / 100,
  );

/** What a limit says: bytes as gigabytes, the rest as it is; no limit as a sign. */
export function limitOf(name: string, limit: number | null | undefined, locale: string): string {
  if (limit == null) return '∞';
  const number = new Intl.NumberFormat(locale, { maximumFractionDigits: 1 });
  return name === 'storage_bytes' ? `${number.format(limit / 2 ** 30)} GB` : number.format(limit);
}
