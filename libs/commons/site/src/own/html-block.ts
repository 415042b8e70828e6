import { Injectable } from '@nestjs/common';
import { inLanguage } from '@madang/kernel';
import type { Words } from '@madang/commons-spaces';
import { checkTenantTemplate, SafeHtml, sanitiseHtml, tenantTemplate } from '@madang/theming';
import type { Block } from '../home.blocks.js';
import { siteModel } from './model.js';
import { SiteVoice } from './voice.js';

/** Plain HTML is cleaned as it comes; only a text with a tag of the template language must be a good template. */
const isTemplate = (text: string): boolean => text.includes('{{');

/** What keeps an HTML block from being saved: the first flaw of the first text that has one. */
export function ownHtmlFlaw({ html }: { html: Words }): { code: string; params: { line: number } } | undefined {
  for (const text of Object.values(html)) {
    const [flaw] = isTemplate(text) ? checkTenantTemplate(text) : [];
    if (flaw) return { code: 'own_template', params: { line: flaw.line } };
  }
  return undefined;
}

/** HTML blocks of a home page: cleaned, and filled with values of the site where they are templates. */
@Injectable()
export class HtmlBlocks {
  constructor(private readonly voice: SiteVoice) {}

  /** The HTML of each block by its id; a block whose template fails is missing, and the failure is told. */
  async fill(blocks: readonly Block[]): Promise<ReadonlyMap<string, SafeHtml>> {
    const found = new Map<string, SafeHtml>();
    for (const block of blocks) {
      if (block.type !== 'html') continue;
      const source = inLanguage(block.settings.html);
      const html = isTemplate(source) ? await this.render(source) : new SafeHtml(sanitiseHtml(source));
      if (html) found.set(block.id, html);
    }
    return found;
  }

  private async render(source: string): Promise<SafeHtml | undefined> {
    const words = await this.voice.words();
    try {
      return tenantTemplate(source).render(siteModel(await this.voice.shell()), words);
    } catch (error) {
      this.voice.trouble('home', words.locale, error as Error);
      return undefined;
    }
  }
}
