/** The folder with `server.mjs` and `cli.mjs` as the sources are now, bundled if need be. */
export function prepareServer(options?: { onProgress?: (line: string) => void }): Promise<string>;
/** Such a folder if there is one. */
export function freshServer(): string | undefined;
/** Bundles both programs into a folder that is empty or not there. */
export function bundle(out: string): Promise<void>;
