import { Field, ID, InputType, Int } from '@nestjs/graphql';
import { IsInt, IsObject, IsOptional, IsUUID } from 'class-validator';
import { Texts } from '@madang/kernel';
import type { Words } from './spaces.reader.js';

/** What makes a thing with a name or changes one. */
@InputType({ isAbstract: true })
export abstract class SavedInput {
  @Field(() => ID, { nullable: true, description: 'The one that is changed; a new one where absent.' })
  @IsOptional()
  @IsUUID()
  id?: string;

  @Field(() => Int, { nullable: true, description: 'The revision that was read; needed for one that is there.' })
  @IsOptional()
  @IsInt()
  revision?: number;
}

/** The same for a thing that has a name. */
@InputType({ isAbstract: true })
export abstract class NamedInput extends SavedInput {
  @Field(() => Texts, { nullable: true, description: 'Name.' })
  @IsOptional()
  @IsObject()
  name?: Words;
}

/** A process by itself, and the revision that was read of it. */
@InputType({ isAbstract: true })
export abstract class ProcessInput {
  @Field(() => ID, { description: 'The process.' })
  @IsUUID()
  id!: string;

  @Field(() => Int, { description: 'The revision that was read.' })
  @IsInt()
  revision!: number;
}

/** Something in a process, saved on the revision that was read of the whole. */
@InputType({ isAbstract: true })
export abstract class InProcessInput {
  @Field(() => ID, { description: 'The process.' })
  @IsUUID()
  processId!: string;

  @Field(() => Int, { description: 'The revision that was read.' })
  @IsInt()
  revision!: number;
}
