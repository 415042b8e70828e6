import { Field, Int, ObjectType } from '@nestjs/graphql';
import { DateTime } from '@madang/kernel';

@ObjectType({ description: 'How it stands with my second factor.' })
export class SecondFactorState {
  @Field(() => DateTime, { nullable: true, description: 'Since when there is one; nothing where there is none.' })
  since!: Date | null;

  @Field(() => Int, { description: 'Recovery codes that were not used yet.' })
  codesLeft!: number;

  @Field(() => Boolean, { description: 'Whether the site asks it of me.' })
  required!: boolean;
}

@ObjectType({ description: 'What an authenticator app needs.' })
export class SecondFactorSeed {
  @Field(() => String, { description: 'The seed, base32.' })
  secret!: string;

  @Field(() => String, { description: 'The same as an otpauth address.' })
  uri!: string;

  @Field(() => String, { description: 'The address as a QR code, SVG.' })
  qr!: string;
}

@ObjectType({ description: 'What a code did. A wrong one is an answer and no error, so that it stays counted.' })
export class SecondFactorAnswer {
  @Field(() => String, { nullable: true, description: 'factor_code_wrong or too_many; nothing where it fitted.' })
  trouble?: string;

  @Field(() => Int, { nullable: true, description: 'too_many: minutes until codes are looked at again.' })
  minutes?: number;

  @Field(() => [String], { nullable: true, description: 'New recovery codes, shown this once.' })
  codes?: string[];
}
