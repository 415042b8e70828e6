import { Field, Int, ObjectType } from '@nestjs/graphql';
import { DateTime } from '@madang/kernel';

@ObjectType({ description: 'What the home page was made of at a time.' })
export class HomePageVersion {
  @Field(() => Int, { description: 'Its number.' })
  version!: number;

  @Field(() => String, { description: 'Its blocks as JSON, as `homeState` gives them.' })
  json!: string;

  @Field(() => DateTime, { description: 'When it was published.' })
  createdAt!: Date;

  @Field(() => String, { nullable: true, description: 'Who published it; nothing for the software itself.' })
  createdBy!: string | null;

  @Field(() => Boolean, { description: 'Whether the page is made of just this now.' })
  current!: boolean;
}
