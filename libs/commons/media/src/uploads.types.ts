import { Field, ID, InputType } from '@nestjs/graphql';
import { IsOptional, IsUUID, MaxLength } from 'class-validator';

@InputType({ description: 'A picture that was sent ahead through POST /media.' })
export class PictureInput {
  @Field(() => ID, { description: 'The id that sending it gave; it works for a day, once.' })
  @IsUUID()
  id!: string;

  @Field(() => String, { defaultValue: '', description: 'What it shows, for who cannot see it.' })
  @IsOptional()
  @MaxLength(300, { context: { limit: 300 } })
  alt: string = '';
}
