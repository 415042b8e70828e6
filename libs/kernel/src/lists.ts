import { Field, ID, InputType, ObjectType } from '@nestjs/graphql';
import { ArrayMaxSize, ArrayMinSize, IsBoolean, IsIn, IsNotEmpty, IsOptional, MaxLength } from 'class-validator';
import type { ExportList, ListColumn } from './desk.js';
import { invalid } from './errors.js';
import { DateTime } from './graphql.js';

// What both consoles ask of lists, so that one component of the kit serves tenants and operators.

@ObjectType({ description: 'A way to look at a list, kept under a name.' })
export class SavedView {
  @Field(() => ID, { description: 'Identifier.' })
  id!: string;

  @Field(() => String, { description: 'What it is called.' })
  name!: string;

  @Field(() => String, { description: 'Filters, order and columns, as they stand in the address.' })
  search!: string;

  @Field(() => Boolean, { description: 'Whether everybody who works on the site sees it.' })
  shared!: boolean;

  @Field(() => Boolean, { description: 'Whether it is mine.' })
  mine!: boolean;
}

@ObjectType({ description: 'A column of a list.' })
export class ListColumnInfo {
  @Field(() => String, { description: 'Its name.' })
  name!: string;

  @Field(() => String, { description: 'Its heading in the reader\u2019s language.' })
  label!: string;
}

@ObjectType({ description: 'A list that can leave as a file.' })
export class ExportListInfo {
  @Field(() => String, { description: 'Its name.' })
  name!: string;

  @Field(() => [ListColumnInfo], { description: 'Columns it can have.' })
  columns!: ListColumnInfo[];
}

@ObjectType({ description: 'Where a file can be fetched, once, by whoever asked for it; or which file a job writes.' })
export class ListDownload {
  @Field(() => String, { nullable: true, description: 'Path on this host; nothing where the list is long.' })
  url!: string | null;

  @Field(() => DateTime, { nullable: true, description: 'Until when.' })
  expiresAt!: Date | null;

  @Field(() => ID, { nullable: true, description: 'The file that is written, where the list is long.' })
  file!: string | null;
}

@InputType({ description: 'A way to look at a list, kept under a name.' })
export class SavedViewInput {
  @Field(() => String, { description: 'The screen of the console: people, audit.' })
  @IsNotEmpty()
  @MaxLength(100)
  screen!: string;

  @Field(() => String, { description: 'What it is called.' })
  @IsNotEmpty()
  @MaxLength(60, { context: { limit: 60 } })
  name!: string;

  @Field(() => String, { nullable: true, description: 'Filters, order and columns, as they stand in the address.' })
  @IsOptional()
  @MaxLength(2000)
  search?: string;

  @Field(() => Boolean, { defaultValue: false, description: 'Whether everybody who works on the site sees it.' })
  @IsBoolean()
  shared: boolean = false;
}

@InputType({ description: 'Asks for a list as a file.' })
export class ExportListInput {
  @Field(() => String, { description: 'The list: people, members, audit and others; `exportLists` names them.' })
  @IsNotEmpty()
  @MaxLength(60)
  list!: string;

  @Field(() => String, { defaultValue: '{}', description: 'Filter of the view, JSON.' })
  @MaxLength(4000)
  filter: string = '{}';

  @Field(() => [String], { description: 'Columns in their order.' })
  @ArrayMinSize(1)
  @ArrayMaxSize(60)
  @MaxLength(60, { each: true })
  columns!: string[];

  @Field(() => String, { description: 'csv or xlsx.' })
  @IsIn(['csv', 'xlsx'])
  format!: 'csv' | 'xlsx';
}

/** The filter of a view, as the list itself reads it. @throws DomainError invalid */
export function listFilter<F>(list: ExportList<F>, text: string): F {
  let given: unknown;
  try {
    given = JSON.parse(text);
  } catch {
    throw invalid('invalid_input', [{ field: 'filter', code: 'invalid' }]);
  }
  const read = list.filter.safeParse(given);
  if (!read.success) throw invalid('invalid_input', [{ field: 'filter', code: 'invalid' }]);
  return read.data;
}

/** The columns that were asked for, in that order. @throws DomainError invalid for one the list has not */
export const listColumns = ({ columns }: Pick<ExportList, 'columns'>, wanted: readonly string[]): ListColumn[] =>
  wanted.map((name) => {
    const found = columns.find((column) => column.name === name);
    if (!found) throw invalid('invalid_input', [{ field: 'columns', code: 'choice' }]);
    return found;
  });
