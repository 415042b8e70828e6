import { Args, Int, Mutation, Query, Resolver } from '@nestjs/graphql';
import { DateTime } from '@madang/kernel';
import type { Words } from '@madang/commons-spaces';
import { PageWork, type PageWorkState } from './page-work.service.js';
import { PageToEdit, PageWorkInput, TextChange, type LocalText } from './page-work.types.js';
import { byLocale } from './site.types.js';

/** The editor of pages. */
@Resolver()
export class PageWorkResolver {
  constructor(private readonly work: PageWork) {}

  @Query(() => PageToEdit, {
    description: 'A page with its draft and versions, in all languages. Administrators only.',
  })
  async pageToEdit(@Args('slug') slug: string): Promise<PageToEdit> {
    return toEdit(await this.work.state(slug));
  }

  @Query(() => [TextChange], {
    description: 'What changed from one version of a page to another. Administrators only.',
  })
  async comparePage(
    @Args('slug') slug: string,
    @Args('from', { type: () => Int }) from: number,
    @Args('to', { type: () => Int }) to: number,
    @Args('locale') locale: string,
  ): Promise<TextChange[]> {
    return (await this.work.compare(slug, from, to, locale)).map((stretches) => ({ stretches }));
  }

  @Mutation(() => PageToEdit, { description: 'Saves the draft of a page over a known state. Administrators only.' })
  async writePage(@Args('input') input: PageWorkInput): Promise<PageToEdit> {
    const { revision, begins, ...draft } = input;
    if (begins) await this.work.demandFree(draft.slug);
    await this.work.saveDraft(
      { ...draft, title: byLocale(draft.title), body: byLocale(draft.body), changeNote: byLocale(draft.changeNote) },
      revision,
    );
    return this.pageToEdit(input.slug);
  }

  @Mutation(() => Boolean, { description: 'Drops the draft of a page. Administrators only.' })
  async discardPageDraft(@Args('slug') slug: string): Promise<boolean> {
    await this.work.discardDraft(slug);
    return true;
  }

  @Mutation(() => PageToEdit, {
    description: 'Publishes the draft at a moment; null calls it off. Administrators only.',
  })
  async schedulePage(
    @Args('slug') slug: string,
    @Args('at', { type: () => DateTime, nullable: true }) at?: Date,
  ): Promise<PageToEdit> {
    await this.work.schedule(slug, at ?? null);
    return this.pageToEdit(slug);
  }

  @Mutation(() => PageToEdit, { description: 'Publishes the text of an earlier version anew. Administrators only.' })
  async restorePage(
    @Args('slug') slug: string,
    @Args('version', { type: () => Int }) version: number,
  ): Promise<PageToEdit> {
    await this.work.restore(slug, version);
    return this.pageToEdit(slug);
  }

  @Mutation(() => String, { description: 'Path of a link that shows the draft for a week. Administrators only.' })
  sharePageDraft(@Args('slug') slug: string): Promise<string> {
    return this.work.link(slug);
  }
}

const spoken = (words: Words): LocalText[] => Object.entries(words).map(([locale, text]) => ({ locale, text }));

function toEdit({ text, draft, versions, ...rest }: PageWorkState): PageToEdit {
  return {
    ...rest,
    title: spoken(text.title),
    body: spoken(text.body),
    draft: draft?.version ?? null,
    versions: versions.map((one) => ({
      ...one,
      title: spoken(one.title),
      body: spoken(one.body),
      changeNote: spoken(one.changeNote),
    })),
  };
}
