const WRITTEN_SCHEME = /^([a-z][a-z0-9+.-]*):/i;
const ALLOWED_SCHEMES = new Set(['http', 'https', 'mailto', 'tel']);

/**
 * Returns the address when a link may carry it, otherwise `'#'`.
 * Allowed: http, https, mailto, tel, and addresses relative to the site (`/a`, `a`, `?a`, `#a`).
 * Refused: every other scheme, `//host` and `/\host` (another site in disguise), and anything that hides a scheme behind
 * control characters, which browsers drop before they read the scheme.
 */
export function safeUrl(address: unknown): string {
  if (typeof address !== 'string' && !(address instanceof URL)) return '#';
  const text = String(address).trim();
  if (text === '' || /[\u0000-\u001f\u007f\u200b-\u200f\u2028-\u202e\ufeff]/.test(text)) return '#';
  if (/^[/\\]{2}/.test(text) || /^[/\\]\\/.test(text) || text.startsWith('\\')) return '#';
  const scheme = WRITTEN_SCHEME.exec(text)?.[1];
  if (scheme) return ALLOWED_SCHEMES.has(scheme.toLowerCase()) ? text : '#';
  // `java&#115;cript:` and `%6aavascript:` are harmless as such, but a colon before the first slash is never a path of ours.
  return /^[^/?#]*:/.test(text) ? '#' : text;
}

/** Whether an address leaves the site it stands on: an absolute http(s) address. */
export function isAbsoluteUrl(address: string): boolean {
  return /^https?:/i.test(address);
}
