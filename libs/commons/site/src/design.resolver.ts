import { Args, Mutation, Query, Resolver } from '@nestjs/graphql';
import { demand, invalid } from '@madang/kernel';
import { ChoicesReader } from './choices.reader.js';
import { DesignChoices, DesignState, HomeBlockType, PreviewInput } from './design.types.js';
import { readBlocks } from './home.blocks.js';
import { blockForms } from './home.fields.js';
import { readMenu } from './menu.js';
import { Presets } from './tenant-files/presets.service.js';
import { PagePreview } from './page-preview.js';
import { revisionOf } from './revision.js';
import { Site } from './site.service.js';
import { byLocale, json } from './site.types.js';

const state = (value: unknown): DesignState => ({ json: JSON.stringify(value), revision: revisionOf(value) });

/** What the console's designers ask: states with revisions, forms, choices and previews. */
@Resolver()
export class DesignResolver {
  constructor(
    private readonly site: Site,
    private readonly previews: PagePreview,
    private readonly choices: ChoicesReader,
    private readonly presetsOfHouse: Presets,
  ) {}

  @Query(() => String, {
    description:
      'Whole HTML of a page with changes that are not saved, for a frame without scripts. Administrators only.',
  })
  async preview(@Args('input') input: PreviewInput): Promise<string> {
    const { values, blocks, menu, page, ...rest } = input;
    return this.previews.draw({
      ...rest,
      ...(values ? { values: record(json(values, 'values'), 'values') } : {}),
      ...(blocks ? { blocks: list(json(blocks, 'blocks'), 'blocks') } : {}),
      ...(menu ? { menu: json(menu, 'menu') as never } : {}),
      ...(page ? { page: { ...page, title: byLocale(page.title), body: byLocale(page.body) } } : {}),
    });
  }

  @Query(() => [String], { description: 'Presets a blank site can begin with. Administrators only.' })
  presets(): Promise<string[]> {
    return this.presetsOfHouse.names();
  }

  @Mutation(() => [String], {
    description: 'Begins a site that has nothing yet from a preset; answers with what was made. Administrators only.',
  })
  async applyPreset(@Args('name') name: string): Promise<string[]> {
    return (await this.presetsOfHouse.apply(name)).changes;
  }

  @Query(() => [HomeBlockType], { description: 'Kinds of blocks with the form of each. Administrators only.' })
  homeBlockTypes(): HomeBlockType[] {
    demand('design', 'Site');
    return blockForms();
  }

  @Query(() => DesignChoices, { description: 'What blocks and menus may point to. Administrators only.' })
  designChoices(): Promise<DesignChoices> {
    return this.choices.read();
  }

  @Query(() => DesignState, { description: 'The blocks of the home page with their revision. Administrators only.' })
  async homeState(): Promise<DesignState> {
    demand('design', 'Site');
    return state(await readBlocks());
  }

  @Query(() => DesignState, { description: 'The menu in all languages with its revision. Administrators only.' })
  async menuState(): Promise<DesignState> {
    demand('design', 'Site');
    return state(await readMenu());
  }

  @Query(() => DesignState, {
    description: 'One value of the site with its revision; null where nobody set it. Administrators only.',
  })
  async siteValueState(@Args('key') key: string): Promise<DesignState> {
    return state(await this.site.value(key));
  }
}

function record(value: unknown, field: string): Record<string, unknown> {
  if (typeof value !== 'object' || value === null || Array.isArray(value))
    throw invalid('invalid_input', [{ field, code: 'invalid' }]);
  return value as Record<string, unknown>;
}

function list(value: unknown, field: string): Record<string, unknown>[] {
  if (!Array.isArray(value)) throw invalid('invalid_input', [{ field, code: 'invalid' }]);
  return value.filter((one) => typeof one === 'object' && one !== null) as Record<string, unknown>[];
}
