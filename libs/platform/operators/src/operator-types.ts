import { Field, ID, Int, ObjectType, registerEnumType } from '@nestjs/graphql';
import { connectionOf, DateTime } from '@madang/kernel';
import { OPERATOR_ROLES } from './operator-context.js';

export const OperatorRoleEnum = Object.fromEntries(OPERATOR_ROLES.map((role) => [role, role]));
registerEnumType(OperatorRoleEnum, {
  name: 'OperatorRole',
  description: 'What an operator may do: owner everything, operator runs tenants, support visits them, reader looks.',
});

@ObjectType({ description: 'Somebody who runs the installation.' })
export class Operator {
  @Field(() => ID, { description: 'Stable id.' })
  id!: string;

  @Field(() => String, { description: 'E-mail address; signs in with it.' })
  email!: string;

  @Field(() => String, { description: 'Name as colleagues and tenants read it.' })
  name!: string;

  @Field(() => OperatorRoleEnum, { description: 'What they may do.' })
  role!: string;

  @Field(() => String, { description: 'invited, active or closed.' })
  state!: string;

  @Field(() => Boolean, { description: 'Whether a second factor is set up.' })
  secondFactor!: boolean;

  @Field(() => Int, { description: 'Grows with every change; give it back when saving.' })
  revision!: number;

  @Field(() => DateTime, { nullable: true, description: 'Last seen.' })
  lastSeenAt!: Date | null;

  @Field(() => DateTime, { description: 'Since when.' })
  createdAt!: Date;
}

@ObjectType({ description: 'Whoever looks: how far they are with signing in, and what they may do.' })
export class OperatorViewer {
  @Field(() => String, {
    description:
      'nobody: not signed in; enrolling: a second factor must be set up; password: a code is wanted; full: signed in.',
  })
  stage!: string;

  @Field(() => ID, { nullable: true, description: 'Id of the operator, once known.' })
  id!: string | null;

  @Field(() => String, { nullable: true, description: 'Name of the operator, once known.' })
  name!: string | null;

  @Field(() => String, { nullable: true, description: 'Address of the operator, once known.' })
  email!: string | null;

  @Field(() => String, { nullable: true, description: 'Role of the operator, once signed in.' })
  role!: string | null;

  @Field(() => String, { description: 'CASL rules, packed as JSON; empty before both factors.' })
  rules!: string;
}

@ObjectType({ description: 'What an authenticator app needs. Shown until the first code proves it was taken over.' })
export class Enrolment {
  @Field(() => String, { description: 'Seed, to be typed where no camera is at hand.' })
  secret!: string;

  @Field(() => String, { description: 'The same as an otpauth address.' })
  uri!: string;

  @Field(() => String, { description: 'The same as a QR code, SVG.' })
  qr!: string;
}

@ObjectType({ description: 'A session of mine.' })
export class OperatorSession {
  @Field(() => ID, { description: 'Id, to end it.' })
  id!: string;

  @Field(() => String, { description: 'Address it came from.' })
  address!: string;

  @Field(() => String, { description: 'Browser, as it names itself.' })
  userAgent!: string;

  @Field(() => DateTime, { description: 'Since when.' })
  createdAt!: Date;

  @Field(() => DateTime, { description: 'Last used.' })
  lastSeenAt!: Date;

  @Field(() => Boolean, { description: 'Whether it is the one in use.' })
  current!: boolean;
}

@ObjectType({ description: 'One act of an operator. Entries are added and never changed.' })
export class PlatformAct {
  @Field(() => ID, { description: 'Stable id.' })
  id!: string;

  @Field(() => String, { description: 'Who: name of the operator, `cli:<account>` or `system`.' })
  actor!: string;

  @Field(() => String, { description: 'What, such as tenant.suspended.' })
  act!: string;

  @Field(() => String, { nullable: true, description: 'Tenant it was done to.' })
  slug!: string | null;

  @Field(() => String, { description: 'More of it, as JSON.' })
  details!: string;

  @Field(() => String, { nullable: true, description: 'Address the operator sat at.' })
  address!: string | null;

  @Field(() => DateTime, { description: 'When.' })
  at!: Date;
}

@ObjectType({ description: 'A page of acts.' })
export class PlatformActConnection extends connectionOf(PlatformAct, 'PlatformAct') {}
