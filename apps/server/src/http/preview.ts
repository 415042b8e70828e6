import { context } from '@madang/kernel';
import { PageDrawing, SiteVoice, type DisplayMode, type OwnShelf } from '@madang/commons-site';
import type { PageRequest, SiteShell } from '@madang/portal';
import type { Messages, Words } from '@madang/theming';
import type { Faces } from './faces.js';
import type { Look } from './looks.js';
import type { PageRoutes } from './routes.js';

/** Put in place of the nonce of whoever shows a preview; without one the browser leaves the colours out. */
export const NONCE = '__NONCE__';

/** Draws pages as they would be answered, with the look of the current context alone, and without scripts. */
export class HouseDrawing extends PageDrawing {
  constructor(
    private readonly faces: () => Faces,
    private readonly routes: () => PageRoutes,
  ) {
    super();
  }

  override async draw(address: string, mode: DisplayMode | undefined): Promise<string | undefined> {
    const path = address.split(/[?#]/)[0]!;
    const found = this.routes().find(path);
    // Pages that open units of their own would leave the preview's.
    if (!found || found.spec.free) return undefined;
    const faces = this.faces();
    const look = await faces.looks.aside();
    const asked = requestOf(address, path, found.params);
    const made = await found.call(asked);
    if (made.kind !== 'view') return undefined;
    const { html } = await faces.page(made, asked, { flash: undefined, session: undefined, mode, still: true });
    return String(html).replace('</head>', () => `<style nonce="${NONCE}">${look.sheet.css}</style>\n</head>`);
  }
}

function requestOf(address: string, path: string, params: Record<string, string>): PageRequest {
  return {
    method: 'GET',
    url: address,
    path,
    params,
    query: Object.fromEntries(new URLSearchParams(/\?([^#]*)/.exec(address)?.[1] ?? '')),
    form: {},
    uploads: [],
    cookies: {},
    address: '',
    userAgent: '',
    secure: false,
    host: context().tenant.primaryHost,
  };
}

/** Lends the site its own words and templates, from the look of the current context. */
export class HouseVoice extends SiteVoice {
  constructor(private readonly faces: () => Faces) {
    super();
  }

  override house(): Messages {
    return this.faces().looks.house;
  }

  override async words(locale = context().locale): Promise<Words> {
    return (await this.look()).messages.for(locale, context().tenant.timeZone);
  }

  override async shelf(): Promise<OwnShelf> {
    return (await this.look()).own;
  }

  override async shell(): Promise<SiteShell> {
    return (await this.look()).shell;
  }

  override trouble(slot: string, locale: string, error: Error): void {
    this.faces().troubles.note(slot, locale, error);
  }

  /** Asked inside units of work alone, where the look can be read. */
  private look(): Promise<Look> {
    return this.faces().looks.load();
  }
}
