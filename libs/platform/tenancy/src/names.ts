import { isIP } from 'node:net';
import { domainToASCII } from 'node:url';
import { ProvisioningError } from './errors.js';

/** Path segments and host labels that no tenant may take. */
const RESERVED = new Set([
  'www', 'admin', 'api', 'mail', 'operator', 'platform', 'static', 'assets', 'console', 'localhost',
]); // prettier-ignore

/** @throws ProvisioningError slug_invalid unless it can be the first label of a host name */
export function checkSlug(slug: string): string {
  if (/^[a-z][a-z0-9-]{1,38}[a-z0-9]$/.test(slug) && !slug.includes('--') && !RESERVED.has(slug)) return slug;
  throw new ProvisioningError(
    'slug_invalid',
    slug,
    `"${slug}" cannot be a slug: 3 to 40 small letters, digits and single hyphens, beginning with a letter, and no reserved word`,
  );
}

/**
 * A host name in the one form the registry keeps: ASCII (punycode), small letters, no port, no final dot.
 * @throws ProvisioningError host_invalid for addresses and names that cannot be a site of their own
 */
export function checkHost(host: string): string {
  const name = domainToASCII(host.trim().replace(/\.$/, '')).toLowerCase();
  const labels = name.split('.');
  const wellFormed = labels.every((label) => /^[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?$/.test(label));
  if (labels.length >= 2 && wellFormed && name.length <= 253 && isIP(name) === 0) return name;
  throw new ProvisioningError(
    'host_invalid',
    host,
    `"${host}" is no host name; write it like www.example.org, without scheme, port or path`,
  );
}
