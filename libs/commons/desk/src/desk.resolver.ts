import { Args, ID, Mutation, Query, Resolver } from '@nestjs/graphql';
import {
  connection,
  demand,
  ExportListInfo,
  ExportListInput,
  inLanguage,
  isId,
  ListDownload,
  missing,
  PageArgs,
  readInput,
  SavedView,
  SavedViewInput,
} from '@madang/kernel';
import { DeskReader } from './desk.reader.js';
import { DeskNumber, DeskTask, ListFileConnection } from './desk.types.js';
import { ListCatalogue } from './list-catalogue.js';
import { ListFiles } from './list-files.service.js';
import { Lists } from './lists.service.js';
import { SavedViews } from './views.service.js';

@Resolver()
export class DeskResolver {
  constructor(
    private readonly desk: DeskReader,
    private readonly views: SavedViews,
    private readonly lists: Lists,
    private readonly catalogue: ListCatalogue,
    private readonly files: ListFiles,
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
    return this.catalogue.all().map(({ name, columns }) => ({
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
    description:
      'Prepares exactly this view of a list as a file: to be fetched once within ten minutes, or written by a job where it is long.',
  })
  async exportList(@Args('input') input: ExportListInput): Promise<ListDownload> {
    const made = await this.lists.prepare(input);
    if ('file' in made) return { url: null, expiresAt: null, file: made.file };
    return { url: `/exports/${made.secret}`, expiresAt: made.expiresAt, file: null };
  }

  @Query(() => ListFileConnection, { description: 'Files of long lists that I asked for, newest first.' })
  async listFiles(@Args() page: PageArgs): Promise<ListFileConnection> {
    const rows = await this.files.list(readInput(PageArgs, page));
    const url = (row: { id: string; state: string }): string | null =>
      row.state === 'done' ? `/exports/files/${row.id}` : null;
    return connection({ ...rows, nodes: rows.nodes.map((row) => ({ ...row, url: url(row) })) });
  }

  @Mutation(() => Boolean, { description: 'Removes a file of mine; one that is being written stops.' })
  async removeListFile(@Args('id', { type: () => ID, description: 'The file.' }) id: string): Promise<boolean> {
    if (!isId(id)) throw missing('export_missing');
    await this.files.remove(id);
    return true;
  }
}
