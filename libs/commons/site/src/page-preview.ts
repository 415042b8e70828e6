import { Injectable } from '@nestjs/common';
import { actor, demand, invalid, may, tenant, VISITOR } from '@madang/kernel';
import { safePath } from '@madang/portal';
import { MENU } from './site.values.js';
import { fit } from './site.service.js';
import { whileUnsaved, type Unsaved } from './unsaved.js';

/** The three ways a page can be shown. */
export const DISPLAY_MODES = ['light', 'dark', 'contrast'] as const;
export type DisplayMode = (typeof DISPLAY_MODES)[number];

/** Draws a page of the current context as it would be answered; the server gives it. */
@Injectable()
export class PageDrawing {
  /** Whole HTML of the page at a path, without scripts; undefined where no page has that address. */
  draw(_path: string, _mode: DisplayMode | undefined): Promise<string | undefined> {
    throw new Error('no server draws pages here');
  }
}

/** Which page to draw, how, and what of it is not saved yet. */
export interface PreviewWish extends Unsaved {
  path: string;
  locale?: string;
  mode?: string;
  /** As the administrator sees it, instead of as a visitor does. */
  asMe?: boolean;
}

/** Pages with changes that nobody saved. Reads only; nothing of a preview is stored. */
@Injectable()
export class PagePreview {
  constructor(private readonly drawing: PageDrawing) {}

  /** The HTML of a page, for a frame without scripts. */
  async draw({ path, locale, mode, asMe, ...draft }: PreviewWish): Promise<string> {
    // Whoever may change any of what a page shows may look at it first.
    if (!may('edit', 'Template') && !may('edit', 'Words')) demand('design', 'Site');
    if (safePath(path, '') !== path) throw invalid('invalid_input', [{ field: 'path', code: 'choice' }]);
    const language = locale ?? tenant().locale;
    if (!tenant().locales.includes(language)) throw invalid('invalid_input', [{ field: 'locale', code: 'choice' }]);
    const shown = DISPLAY_MODES.find((one) => one === mode);
    if (mode !== undefined && !shown) throw invalid('invalid_input', [{ field: 'mode', code: 'choice' }]);
    if (draft.menu) fit(MENU, draft.menu, 'menu');
    const who = asMe ? actor() : VISITOR;
    const html = await whileUnsaved(draft, { actor: who, locale: language }, () => this.drawing.draw(path, shown));
    if (html === undefined) throw invalid('invalid_input', [{ field: 'path', code: 'choice' }]);
    return html;
  }
}
