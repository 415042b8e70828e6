import { Field, ID, ObjectType } from '@nestjs/graphql';
import { DateTime } from '@madang/kernel';

@ObjectType({ description: 'Words of the host to whoever runs a site.' })
export class HostAnnouncement {
  @Field(() => ID, { description: 'Stable id.' })
  id!: string;

  @Field(() => String, { description: 'In the reader’s language.' })
  text!: string;

  @Field(() => String, { description: 'info, warning or urgent.' })
  severity!: string;

  @Field(() => DateTime, { description: 'Shown until.' })
  untilAt!: Date;
}
