const PRIME = 0x100000001b3n;
const OFFSET = 0xcbf29ce484222325n;

/**
 * Ten base-36 characters that name a content (FNV-1a, 64 bits, over UTF-16 units), so that a file may be cached for
 * ever. Not a defence against an adversary: only our own solved values are named with it. No crypto module, because
 * this library also runs in the console's live preview.
 */
export function contentHash(text: string): string {
  let hash = OFFSET;
  for (let index = 0; index < text.length; index += 1) {
    hash = BigInt.asUintN(64, (hash ^ BigInt(text.charCodeAt(index))) * PRIME);
  }
  return hash.toString(36).padStart(13, '0').slice(-10);
}
