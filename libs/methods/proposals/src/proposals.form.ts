import { Injectable } from '@nestjs/common';
import { actor } from '@madang/kernel';
import { SpacesReader } from '@madang/commons-spaces';
import { view, type FormModel, type ViewReply } from '@madang/portal';
import { ProposalsReader } from './proposals.reader.js';
import { Proposals } from './proposals.service.js';
import type { Picture } from './pictures.types.js';
import { words } from './proposals.view.js';

/** A proposal that is being changed: its number and the pictures it has. */
export interface Editing {
  number: number;
  pictures: readonly Picture[];
}

/** The form of a proposal, new or changed. */
@Injectable()
export class ProposalForms {
  constructor(
    private readonly proposals: Proposals,
    private readonly reader: ProposalsReader,
    private readonly spaces: SpacesReader,
  ) {}

  async page(
    spaceSlug: string,
    activitySlug: string | undefined,
    form: FormModel,
    editing?: Editing,
  ): Promise<ViewReply> {
    const { activity, settings } = await this.proposals.openActivity(spaceSlug, activitySlug);
    const space = await this.spaces.find(spaceSlug);
    const categories = await this.reader.categories();
    const title = typeof form.values['title'] === 'string' ? form.values['title'] : '';
    const similar = !editing && title.length >= 4 ? await this.reader.similar(title) : [];
    return view(
      'proposals/form',
      {
        form,
        editing: editing?.number,
        pictures: editing && picturesOf(editing.pictures, form),
        action: editing ? `/${spaceSlug}/proposals/${editing.number}/edit` : `/${spaceSlug}/proposals`,
        activity: {
          slug: activity.slug,
          title: words(activity.title),
          open: activity.open.includes('submit') || editing !== undefined,
        },
        space: { name: words(space.name), href: `/${space.slug}`, slug: space.slug },
        settings,
        signedIn: actor().personId !== null,
        categories: categories.map((c) => ({
          value: c.id,
          label: c.name,
          selected: form.values['categoryId'] === c.id,
        })),
        similar: similar.map((s) => ({ ...s, href: `/${s.spaceSlug}/proposals/${s.number}` })),
      },
      { noindex: true },
    );
  }
}

/** The pictures with what was typed about them. */
const picturesOf = (pictures: readonly Picture[], { values }: FormModel): Record<string, unknown>[] =>
  pictures.map((picture, index) => ({
    ...picture,
    number: index + 1,
    alt: values[`alt-${picture.id}`] ?? picture.alt,
    position: values[`position-${picture.id}`] ?? index + 1,
    removed: values[`remove-${picture.id}`] === 'yes',
  }));
