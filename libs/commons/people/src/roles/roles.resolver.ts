import { Args, ID, Mutation, Query, Resolver } from '@nestjs/graphql';
import {
  actor,
  connection,
  demand,
  holds,
  inLanguage,
  isId,
  localised,
  missing,
  permissions,
  readInput,
  SortedPageArgs,
} from '@madang/kernel';
import { RoleHolderInput, RoleInput } from './roles.inputs.js';
import { RolesReader } from './roles.reader.js';
import { Roles } from './roles.service.js';
import { PermissionInfo, PersonRight, RoleHolderConnection, RoleInfo, StandingCount } from './roles.types.js';

const done = async (work: Promise<unknown>): Promise<boolean> => (await work, true);
const known = (id: string | undefined, code: string): string | undefined => {
  if (id !== undefined && !isId(id)) throw missing(code);
  return id;
};

@Resolver()
export class RolesResolver {
  constructor(
    private readonly service: Roles,
    private readonly reader: RolesReader,
  ) {}

  @Query(() => [PermissionInfo], {
    description: 'Permissions that roles are made of; for whoever decides about roles.',
  })
  permissions(): PermissionInfo[] {
    demand('read', 'Role');
    return [...permissions()].map(([name, { words, spaces = false, standings = [] }]) => ({
      name,
      label: inLanguage(words),
      forSpaces: spaces,
      standings: [...standings],
      mine: holds(actor(), name),
    }));
  }

  @Query(() => [RoleInfo], { description: 'Roles of this site; for whoever decides about roles.' })
  async roles(): Promise<RoleInfo[]> {
    return (await this.reader.list()).map((row) => ({
      ...row,
      label: inLanguage(row.name),
      name: localised(row.name),
    }));
  }

  @Query(() => [StandingCount], { description: 'How many people have each built-in standing.' })
  standings(): Promise<StandingCount[]> {
    return this.reader.standings();
  }

  @Query(() => RoleHolderConnection, { description: 'Who holds a role, or all roles of a person; latest first.' })
  async roleHolders(
    @Args('roleId', { type: () => ID, nullable: true, description: 'Only this role.' }) roleId: string | undefined,
    @Args('personId', { type: () => ID, nullable: true, description: 'Only this person.' })
    personId: string | undefined,
    @Args() page: SortedPageArgs,
  ): Promise<RoleHolderConnection> {
    return connection(
      await this.reader.holders({
        roleId: known(roleId, 'role_missing'),
        personId: known(personId, 'person_missing'),
        ...readInput(SortedPageArgs, page),
      }),
    );
  }

  @Query(() => [PersonRight], { description: 'Everything a person may do beyond taking part, and why.' })
  async personRights(@Args('personId', { type: () => ID }) personId: string): Promise<PersonRight[]> {
    const rows = await this.reader.rights(known(personId, 'person_missing')!);
    return rows.map((row) => ({ ...row, roleName: row.roleName && inLanguage(row.roleName) }));
  }

  @Mutation(() => ID, { description: 'Makes a role or changes one. Gives its id.' })
  saveRole(@Args('input') input: RoleInput): Promise<string> {
    return this.service.save(input);
  }

  @Mutation(() => Boolean, { description: 'Removes a role; whoever held it loses what it allowed.' })
  removeRole(
    @Args('id', { type: () => ID }) id: string,
    @Args('reason', { type: () => String, nullable: true, description: 'Why; kept in the audit.' }) reason?: string,
  ): Promise<boolean> {
    return done(this.service.remove(known(id, 'role_missing')!, reason));
  }

  @Mutation(() => Boolean, { description: 'Gives a role to a person, in the whole site or one space.' })
  giveRole(@Args('input') input: RoleHolderInput): Promise<boolean> {
    return done(this.service.give(input));
  }

  @Mutation(() => Boolean, { description: 'Takes a role from a person.' })
  takeRole(@Args('input') input: RoleHolderInput): Promise<boolean> {
    return done(this.service.take(input));
  }
}
