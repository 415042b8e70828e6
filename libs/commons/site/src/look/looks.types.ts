import { Field, InputType, Int, ObjectType } from '@nestjs/graphql';
import { DateTime } from '@madang/kernel';

@ObjectType({ description: 'The size a logo is shown with, in px.' })
export class SiteLogo {
  @Field(() => String, { description: 'Picture of the library.' })
  media!: string;

  @Field(() => Int, { description: 'Width.' })
  width!: number;

  @Field(() => Int, { description: 'Height.' })
  height!: number;
}

@ObjectType({ description: 'What a look is made of.' })
export class SiteLookChoice {
  @Field(() => String, { description: 'Colours, radius, fonts, motif and tone, JSON.' })
  theme!: string;

  @Field(() => SiteLogo, { nullable: true, description: 'Logo; the mark and the name where absent.' })
  logo!: SiteLogo | null;
}

@ObjectType({ description: 'One look the site had, has or may get.' })
export class SiteLookVersion extends SiteLookChoice {
  @Field(() => Int, { description: 'Its number.' })
  version!: number;

  @Field(() => String, { description: 'draft, published or superseded.' })
  state!: string;

  @Field(() => DateTime, { description: 'When it was last changed.' })
  createdAt!: Date;

  @Field(() => String, { nullable: true, description: 'Who made it; null for a look that came with files.' })
  createdBy!: string | null;

  @Field(() => DateTime, { nullable: true, description: 'When it was last put on the site.' })
  publishedAt!: Date | null;
}

@ObjectType({ description: 'What the theme editor begins with.' })
export class SiteLookState {
  @Field(() => SiteLookChoice, { description: 'What the site shows.' })
  shown!: SiteLookChoice;

  @Field(() => SiteLookChoice, { nullable: true, description: 'What is being drafted.' })
  draft!: SiteLookChoice | null;

  @Field(() => String, { description: 'Revision the next save must name.' })
  revision!: string;

  @Field(() => [SiteLookVersion], { description: 'Looks, newest first; at most 50.' })
  versions!: SiteLookVersion[];
}

@InputType({ description: 'The draft of a look.' })
export class SiteLookInput {
  @Field(() => String, { description: 'Colours, radius, fonts, motif and tone, JSON.' })
  theme!: string;

  @Field(() => String, { nullable: true, description: 'Picture of the library to show as logo.' })
  logo?: string | null;

  @Field(() => String, { nullable: true, description: 'Revision of the state it was drafted over.' })
  revision?: string;
}
