import { Injectable } from '@nestjs/common';
import { closed, db, demand, invalid, may, publish, readSettings } from '@madang/kernel';
import { record } from '@madang/commons-audit';
import { Pictures, Uploads, type Picked, type PictureChange, type Stored } from '@madang/commons-media';
import { SpacesReader } from '@madang/commons-spaces';
import { SubjectWriter } from '@madang/commons-subjects';
import { Proposals } from './proposals.service.js';
import { proposalsSettings } from './proposals.settings.js';

/** What becomes of the pictures of a proposal. */
export interface ProposalPictureChange extends PictureChange {
  /** Sent ahead through the API. */
  adopt?: readonly Picked[];
  /** Sent with a form. */
  attach?: readonly (Stored & { alt: string })[];
}

/** Pictures of a proposal while it collects: by its author, or by staff where they entered it for somebody. */
@Injectable()
export class ProposalPictures {
  constructor(
    private readonly proposals: Proposals,
    private readonly spaces: SpacesReader,
    private readonly subjects: SubjectWriter,
    private readonly pictures: Pictures,
    private readonly uploads: Uploads,
  ) {}

  /**
   * Changes the pictures; that the proposal was changed is shown.
   * @throws DomainError invalid for more than its activity lets through
   */
  async change(id: string, { adopt = [], attach = [], ...change }: ProposalPictureChange): Promise<void> {
    const item = await this.proposals.place(id);
    const byStaff = may('enter', 'Input', { spaceId: item.spaceId }) && (await entered(id));
    if (!byStaff) demand('edit', 'Proposal', item);
    if (item.state !== 'collecting') throw closed('edit_closed');
    const kept = await this.pictures.revise(id, change);
    const adding = adopt.length + attach.length;
    if (adding > 0) {
      const { settings } = await this.spaces.activityById(item.activityId);
      const { pictures } = readSettings(proposalsSettings, settings);
      if (kept + adding > pictures)
        throw invalid('invalid_input', [{ field: 'pictures', code: 'too_many_pictures', params: { limit: pictures } }]);
      await this.uploads.adopt(id, adopt);
      await this.pictures.attach(id, attach);
    }
    await this.subjects.touch(id);
    if (byStaff) await record('proposals.pictures_changed', 'proposal', id);
    await publish({ name: 'proposals.edited', subjectId: id });
  }
}

/** Whether staff entered it for somebody who brought it. */
async function entered(id: string): Promise<boolean> {
  return (await db().row('SELECT 1 FROM subject_entries WHERE subject_id = $1', [id])) !== undefined;
}
