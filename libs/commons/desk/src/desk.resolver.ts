import { Args, ID, Mutation, Query, Resolver } from '@nestjs/graphql';
import { demand, inLanguage, isId, missing } from '@madang/kernel';
import { ExportListInput, SavedViewInput } from './desk.inputs.js';
import { DeskReader } from './desk.reader.js';
import { DeskNumber, DeskTask, ExportListInfo, ListDownload, SavedView } from './desk.types.js';
import { Lists } from './lists.service.js';
import { SavedViews } from './views.service.js';

@Resolver()
export class DeskResolver {
  constructor(
    private readonly desk: DeskReader,
    private readonly views: SavedViews,
    private readonly lists: Lists,
  ) {}

  @Query(() => [DeskTask], { description: 'What waits for me, urgent things first; for whoever works on the site.' })
  async tasks(): Promise<DeskTask[]> {
    return (await this.desk.tasks()).map((task) => ({ ...task, urgent: task.urgent ?? false, due: task.due ?? null }));
  }

  @Query(() => [DeskNumber], { description: 'Numbers of the site; for whoever works on it.' })
  numbers(): Promise<DeskNumber[]> {
    return this.desk.numbers();
  }

  @Query(() => [SavedView], { description: 'Views of a screen of the console: mine, then those shared with me.' })
  savedViews(@Args('screen', { description: 'The screen.' }) screen: string): Promise<SavedView[]> {
    return this.views.list(screen);
  }

  @Query(() => [ExportListInfo], { description: 'Lists that can leave as files, with their columns.' })
  exportLists(): ExportListInfo[] {
    demand('make', 'Export');
    return this.lists.all().map(({ name, columns }) => ({
      name,
      columns: columns.map((column) => ({ name: column.name, label: inLanguage(column.words) })),
    }));
  }

  @Mutation(() => ID, { description: 'Keeps a view under a name; the same name replaces it. Gives its id.' })
  saveView(@Args('input') input: SavedViewInput): Promise<string> {
    return this.views.save(input);
  }

  @Mutation(() => Boolean, { description: 'Forgets a view of mine.' })
  async removeView(@Args('id', { type: () => ID }) id: string): Promise<boolean> {
    if (!isId(id)) throw missing('view_missing');
    await this.views.remove(id);
    return true;
  }

  @Mutation(() => ListDownload, {
    description: 'Prepares exactly this view of a list as a file, to be fetched once within ten minutes.',
  })
  async exportList(@Args('input') input: ExportListInput): Promise<ListDownload> {
    const { secret, expiresAt } = await this.lists.prepare(input);
    return { url: `/exports/${secret}`, expiresAt };
  }
}
