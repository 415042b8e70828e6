/** A value as PostgreSQL reads a parameter: text, bytes, or null. Lists are arrays, other objects JSON; instants carry their zone. */
export function valueText(value: unknown): string | Buffer | null {
  if (value === null || value === undefined) return null;
  if (typeof value === 'string') return value;
  if (typeof value === 'number' || typeof value === 'boolean' || typeof value === 'bigint') return String(value);
  if (Buffer.isBuffer(value)) return value;
  if (value instanceof Uint8Array) return Buffer.from(value.buffer, value.byteOffset, value.byteLength);
  // A date that is none is refused by the server, as every bad value is.
  if (value instanceof Date) return Number.isNaN(value.getTime()) ? 'no date' : value.toISOString();
  return Array.isArray(value) ? arrayText(value) : JSON.stringify(value);
}

function arrayText(list: readonly unknown[]): string {
  const parts = list.map((item) => {
    if (Array.isArray(item)) return arrayText(item);
    const text = valueText(item);
    if (text === null) return 'NULL';
    if (typeof text !== 'string') return `\\\\x${text.toString('hex')}`;
    return `"${text.replace(/["\\]/g, '\\$&')}"`;
  });
  return `{${parts.join(',')}}`;
}
