/** V8 flags of the server. */
export const SERVER_FLAGS: readonly string[];
/** Flags of Node that run the product from its TypeScript. */
export const sourceFlags: readonly string[];
