/** V8 flags of the server. */
export const SERVER_FLAGS: readonly string[];
