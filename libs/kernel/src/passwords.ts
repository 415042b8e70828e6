import { hash, verify } from '@node-rs/argon2';
import { invalid } from './errors.js';

/** Fewest and most characters of a password; length is the only rule that helps people choose well. */
export const PASSWORD_LEAST = 10;
const PASSWORD_MOST = 200;

// OWASP's first choice for argon2id: 19 MiB, two passes, one lane.
const COST = { memoryCost: 19_456, timeCost: 2, parallelism: 1 };

let nobody: Promise<string> | undefined; // hash of no one's password, for addresses nobody has

/** Hashes a new password with argon2id; takes tens of milliseconds, so never inside a unit of work. */
export async function hashPassword(password: string, field = 'password'): Promise<string> {
  const text = password.normalize('NFC');
  if ([...text].length < PASSWORD_LEAST)
    throw invalid('invalid_input', [{ field, code: 'too_short', params: { limit: PASSWORD_LEAST } }]);
  if (text.length > PASSWORD_MOST)
    throw invalid('invalid_input', [{ field, code: 'too_long', params: { limit: PASSWORD_MOST } }]);
  if (new Set(text).size < 4) throw invalid('invalid_input', [{ field, code: 'password_plain' }]);
  return hash(text, COST);
}

/**
 * Whether a password fits. Without a stored hash it takes the same time against a hash of nobody's,
 * so that the time of an answer does not tell whether an address is known.
 */
export async function passwordFits(stored: string | null | undefined, password: string): Promise<boolean> {
  nobody ??= hash('nobody has this password', COST);
  const fits = await verify(stored ?? (await nobody), password.slice(0, PASSWORD_MOST).normalize('NFC'));
  return fits && Boolean(stored);
}
