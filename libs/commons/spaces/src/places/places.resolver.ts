import { Args, ID, Mutation, Query, Resolver } from '@nestjs/graphql';
import { Offices } from './offices.service.js';
import { CopySpaceInput, OrderInput, SaveCategoryInput, SaveDepartmentInput, SaveSpaceInput } from './places.inputs.js';
import { PlacesReader } from './places.reader.js';
import { Places } from './places.service.js';
import { ManagedCategory, ManagedDepartment, ManagedSpace } from './places.types.js';

@Resolver()
export class PlacesResolver {
  constructor(
    private readonly reader: PlacesReader,
    private readonly places: Places,
    private readonly offices: Offices,
  ) {}

  @Query(() => [ManagedSpace], {
    description: 'Spaces with their activities, archived ones last; organisers see their own.',
  })
  manageSpaces(): Promise<ManagedSpace[]> {
    return this.reader.spaces();
  }

  @Query(() => [ManagedCategory], { description: 'Categories in order.' })
  manageCategories(): Promise<ManagedCategory[]> {
    return this.reader.categories();
  }

  @Query(() => [ManagedDepartment], { description: 'Departments in order, with their officers.' })
  manageDepartments(): Promise<ManagedDepartment[]> {
    return this.reader.departments();
  }

  @Mutation(() => ID, { description: 'Makes a space or changes one. Administrators only.' })
  saveSpace(@Args('input') input: SaveSpaceInput): Promise<string> {
    return this.places.save(input);
  }

  @Mutation(() => ID, { description: 'Copies a space without its people and what they made. Administrators only.' })
  copySpace(@Args('input') input: CopySpaceInput): Promise<string> {
    return this.places.copy(input);
  }

  @Mutation(() => Boolean, { description: 'Takes a space out of sight, or brings it back. Administrators only.' })
  async archiveSpace(
    @Args('id', { type: () => ID }) id: string,
    @Args('archived') archived: boolean,
  ): Promise<boolean> {
    await this.places.archive(id, archived);
    return true;
  }

  @Mutation(() => ID, { description: 'Makes a category or changes one. Administrators only.' })
  saveCategory(@Args('input') input: SaveCategoryInput): Promise<string> {
    return this.offices.saveCategory(input);
  }

  @Mutation(() => ID, { description: 'Makes a department or changes one. Administrators only.' })
  saveDepartment(@Args('input') input: SaveDepartmentInput): Promise<string> {
    return this.offices.saveDepartment(input);
  }

  @Mutation(() => Boolean, {
    description: 'Puts spaces, categories or departments into an order. Administrators only.',
  })
  async orderPlaces(@Args('input') input: OrderInput): Promise<boolean> {
    await this.offices.order(input);
    return true;
  }
}
