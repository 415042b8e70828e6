import type { Browser, LaunchOptions } from 'playwright-core';

/** A headless Chromium: the system's when there is one, else the one shipped in the npm package. */
export function launchBrowser(options?: LaunchOptions): Promise<Browser>;
