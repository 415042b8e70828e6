/** V8 flags of the server. */
export const SERVER_FLAGS: readonly string[];
/** Environment of the server that its own code does not read. */
export const SERVER_ENV: Readonly<Record<string, string>>;
/** Flags of Node that run the product from its TypeScript. */
export const sourceFlags: readonly string[];
