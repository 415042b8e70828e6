import { Field, InputType } from '@nestjs/graphql';
import { ArrayMaxSize, ArrayMinSize, IsBoolean, IsIn, IsNotEmpty, IsOptional, MaxLength } from 'class-validator';

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
