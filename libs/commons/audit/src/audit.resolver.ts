import { Args, ArgsType, Field, ID, Query, Resolver } from '@nestjs/graphql';
import { IsDateString, IsOptional, IsUUID, MaxLength } from 'class-validator';
import { connection, readInput, SortedPageArgs } from '@madang/kernel';
import { AuditReader } from './audit.reader.js';
import { AuditConnection } from './audit.types.js';

@ArgsType()
class AuditArgs extends SortedPageArgs {
  @Field(() => String, { nullable: true, description: 'An act, or the part before its dot.' })
  @IsOptional()
  @MaxLength(80)
  act?: string;

  @Field(() => ID, { nullable: true, description: 'Only what this person did.' })
  @IsOptional()
  @IsUUID()
  actorId?: string;

  @Field(() => String, { nullable: true, description: 'Only what was done to things of this kind.' })
  @IsOptional()
  @MaxLength(80)
  objectKind?: string;

  @Field(() => String, { nullable: true, description: 'Only what was done to this thing.' })
  @IsOptional()
  @MaxLength(100)
  objectId?: string;

  @Field(() => String, { nullable: true, description: 'From this day on, in the time zone of the site.' })
  @IsOptional()
  @IsDateString()
  since?: string;

  @Field(() => String, { nullable: true, description: 'Up to and with this day.' })
  @IsOptional()
  @IsDateString()
  until?: string;
}

@Resolver()
export class AuditResolver {
  constructor(private readonly reader: AuditReader) {}

  @Query(() => AuditConnection, { description: 'The audit, newest first; for administrators.' })
  async audit(@Args() args: AuditArgs): Promise<AuditConnection> {
    const rows = await this.reader.list(readInput(AuditArgs, args));
    return connection({ ...rows, nodes: rows.nodes.map((row) => ({ ...row, details: JSON.stringify(row.details) })) });
  }
}
