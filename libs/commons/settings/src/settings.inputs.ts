import { Field, InputType } from '@nestjs/graphql';
import { Transform, Type } from 'class-transformer';
import { ArrayMaxSize, ArrayMinSize, IsNotEmpty, MaxLength, ValidateNested } from 'class-validator';

@InputType({ description: 'A host name.' })
export class HostInput {
  @Field(() => String, { description: 'Such as participate.example.org.' })
  @Transform(({ value }: { value: unknown }) =>
    typeof value === 'string'
      ? value
          .toLowerCase()
          .replace(/^https?:\/\//, '')
          .replace(/[/.]+$/, '')
      : value,
  )
  @IsNotEmpty()
  @MaxLength(253)
  host!: string;
}

@InputType({ description: 'Languages and time zone.' })
export class LanguagesWereInput {
  @Field(() => String, { description: 'The site\u2019s own language.' })
  @IsNotEmpty()
  @MaxLength(10)
  locale!: string;

  @Field(() => [String], { description: 'Languages it offers.' })
  @ArrayMinSize(1)
  @ArrayMaxSize(10)
  @MaxLength(10, { each: true })
  locales!: string[];

  @Field(() => String, { description: 'IANA name: Asia/Seoul.' })
  @IsNotEmpty()
  @MaxLength(60)
  timeZone!: string;
}

@InputType({ description: 'New languages and time zone, and those that were read.' })
export class LanguagesInput extends LanguagesWereInput {
  @Field(() => LanguagesWereInput, { description: 'What stood there when it was read.' })
  @ValidateNested()
  @Type(() => LanguagesWereInput)
  was!: LanguagesWereInput;
}

@InputType({ description: 'Closes the site.' })
export class CloseSiteInput {
  @Field(() => String, { description: 'Name of the site, typed.' })
  @IsNotEmpty()
  @MaxLength(200)
  confirm!: string;

  @Field(() => String, { description: 'Why.' })
  @IsNotEmpty()
  @MaxLength(1000, { context: { limit: 1000 } })
  reason!: string;
}
