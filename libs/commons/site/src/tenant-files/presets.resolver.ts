import { Args, Int, Mutation, Query, Resolver } from '@nestjs/graphql';
import { Presets } from './presets.service.js';

@Resolver()
export class PresetsResolver {
  constructor(private readonly presets: Presets) {}

  @Query(() => [String], { name: 'presets', description: 'Presets a site can be furnished with. Administrators only.' })
  names(): string[] {
    return [...this.presets.names()];
  }

  @Mutation(() => Int, {
    description: 'Furnishes the site with the places, pages, menu, home and words of a preset; gives how much changed.',
  })
  async applyPreset(@Args('name') name: string): Promise<number> {
    return (await this.presets.apply(name)).changes.length;
  }
}
