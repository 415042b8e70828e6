import { Args, ID, Mutation, Query, Resolver } from '@nestjs/graphql';
import { ExportListInfo, ExportListInput, ListDownload, readInput, SavedView, SavedViewInput } from '@madang/kernel';
import { operatorContext } from '../operator-context.js';
import { OperatorLists } from './operator-lists.js';
import { OperatorViews } from './operator-views.js';

/** The same operations as the tenants' API has: one component of the kit asks both. */
@Resolver()
export class OperatorListsResolver {
  constructor(
    private readonly views: OperatorViews,
    private readonly lists: OperatorLists,
  ) {}

  @Query(() => [SavedView], { description: 'Views of a list: mine, then those shared with me.' })
  savedViews(@Args('screen', { type: () => String, description: 'The list.' }) screen: string): Promise<SavedView[]> {
    return this.views.list(screen);
  }

  @Mutation(() => ID, { description: 'Keeps a view under a name; the same name replaces it. Gives its id.' })
  saveView(@Args('input') input: SavedViewInput): Promise<string> {
    return this.views.save(readInput(SavedViewInput, input));
  }

  @Mutation(() => Boolean, { description: 'Forgets a view of mine.' })
  async removeView(@Args('id', { type: () => ID, description: 'The view.' }) id: string): Promise<boolean> {
    await this.views.remove(id);
    return true;
  }

  @Query(() => [ExportListInfo], { description: 'Lists that can leave as files, with their columns.' })
  exportLists(): ExportListInfo[] {
    const language = operatorContext().locale === 'en' ? 'en' : 'ko';
    return this.lists.all().map(({ name, columns }) => ({
      name,
      columns: columns.map((column) => ({ name: column.name, label: column.words[language] })),
    }));
  }

  @Mutation(() => ListDownload, {
    description: 'Prepares exactly this view of a list as a file, to be fetched once within ten minutes.',
  })
  async exportList(@Args('input') input: ExportListInput): Promise<ListDownload> {
    const { secret, expiresAt } = await this.lists.prepare(readInput(ExportListInput, input));
    return { url: `/operator/lists/${secret}`, expiresAt, file: null };
  }
}
