/**
 * The browser of the tests. A Chromium on the machine is preferred (CHROMIUM names another one); without any, the
 * headless build inside @sparticuz/chromium serves, so that `npm test` needs nothing but npm.
 */
import { existsSync } from 'node:fs';
import { chromium } from 'playwright-core';

const systemBrowsers = ['/usr/bin/chromium', '/usr/bin/chromium-browser', '/usr/bin/google-chrome'];

/** No sandbox, because containers and root have none to give; no background traffic, because tests run without network. */
const quiet = [
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
  '--disable-dev-shm-usage',
];

/** Launches headless Chromium; `options` are playwright's and win over ours. Close it, or Jest waits for it. */
export async function launchBrowser(options = {}) {
  const installed = [process.env.CHROMIUM, ...systemBrowsers].find((path) => path && existsSync(path));
  if (installed)
    return chromium.launch({
      executablePath: installed,
      headless: true,
      ...options,
      args: [...quiet, ...(options.args ?? [])],
    });
  const { default: shipped } = await import('@sparticuz/chromium');
  // Its own flags are for tiny machines: with one process for everything, closing one page ends them all; and nothing of
  // what a page is protected by may be switched off in a test.
  const unfit =
    /^--(headless|user-data-dir|single-process|no-zygote|in-process-gpu|disable-web-security|allow-running-insecure-content|disable-site-isolation|disable-features|enable-features)/;
  const flags = shipped.args.filter((flag) => !unfit.test(flag));
  return chromium.launch({
    executablePath: await shipped.executablePath(),
    headless: true,
    ...options,
    args: [...flags, ...quiet, ...(options.args ?? [])],
  });
}
