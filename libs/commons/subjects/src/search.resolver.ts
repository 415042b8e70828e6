import { Args, Field, ID, Int, ObjectType, Query, Resolver } from '@nestjs/graphql';
import {
  connection,
  connectionOf,
  DateTime,
  decodeCursor,
  inLanguage,
  PageArgs,
  readInput,
  slice,
  subjectHref,
} from '@madang/kernel';
import { SearchReader } from './search.reader.js';

@ObjectType({ description: 'Something people made that contains the words searched for.' })
export class FoundItem {
  @Field(() => ID, { description: 'Identifier.' })
  id!: string;

  @Field(() => String, { description: 'What it is: proposal, post and others.' })
  kind!: string;

  @Field(() => String, { description: 'Path of its page.' })
  path!: string;

  @Field(() => String, { description: 'Title.' })
  title!: string;

  @Field(() => String, { description: 'First lines.' })
  summary!: string;

  @Field(() => String, { description: 'The space it is in.' })
  spaceName!: string;

  @Field(() => Int, { description: 'People who support it.' })
  supports!: number;

  @Field(() => Int, { description: 'Comments.' })
  comments!: number;

  @Field(() => DateTime, { description: 'When it was published.' })
  publishedAt!: Date;
}

@ObjectType({ description: 'A page of what was found, newest first.' })
export class FoundConnection extends connectionOf(FoundItem, 'FoundItem') {}

@Resolver()
export class SearchResolver {
  constructor(private readonly reader: SearchReader) {}

  @Query(() => FoundConnection, {
    description: 'Everything that contains all words; any two Korean syllables are enough.',
  })
  async search(
    @Args('q') q: string,
    @Args('kind', { type: () => String, nullable: true }) kind: string | undefined,
    @Args() page: PageArgs,
  ): Promise<FoundConnection> {
    const { first, after } = readInput(PageArgs, page);
    const before = after ? String(decodeCursor(after, 1)[0]) : null;
    const rows = await this.reader.search(q.slice(0, 100), { kind: kind ?? undefined, before, first: first + 1 });
    const found = rows.map((row) => ({
      ...row,
      path: subjectHref(row.kind, row.spaceSlug, row.number),
      spaceName: inLanguage(row.spaceName),
    }));
    return connection(slice(found, first, (row) => [row.id]));
  }
}
