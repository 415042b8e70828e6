import { Injectable } from '@nestjs/common';
import { actor, closed, denied, inUnit, may, missing, TenantDatabase } from '@madang/kernel';
import { Pictures } from '@madang/commons-media';
import { emptyForm, field, Get, Post, redirect, submitted, type PageRequest, type Reply } from '@madang/portal';
import { ProposalPictures, type ProposalPictureChange } from './pictures.service.js';
import type { Picture } from './pictures.types.js';
import { ProposalForms } from './proposals.form.js';
import { ProposalsReader, type DetailRow } from './proposals.reader.js';
import { Proposals } from './proposals.service.js';

/** Changing one's own proposal while it collects: text and pictures. */
@Injectable()
export class EditPages {
  constructor(
    private readonly proposals: Proposals,
    private readonly reader: ProposalsReader,
    private readonly forms: ProposalForms,
    private readonly ofProposal: ProposalPictures,
    private readonly pictures: Pictures,
    private readonly database: TenantDatabase,
  ) {}

  @Get('/:space/proposals/:number/edit')
  async change({ params }: PageRequest): Promise<Reply> {
    const item = await this.mine(params);
    if (item.state !== 'collecting') throw closed('edit_closed'); // before anybody writes
    const { title, background, content, place } = item;
    return this.forms.page(item.spaceSlug, undefined, emptyForm({ title, background, content, place }), item);
  }

  @Post('/:space/proposals/:number/edit', {
    uploads: { maxFiles: 10, maxBytes: 10_000_000 },
    limit: { name: 'edit', points: 60, seconds: 3600 },
    free: true,
  })
  async edit(request: PageRequest): Promise<Reply> {
    const { form, params, uploads } = request;
    const item = await inUnit(this.database, true, () => this.mine(params)); // before any file is kept
    return submitted(
      request,
      async () => {
        const stored = await Promise.all(uploads.map((upload) => this.pictures.store(upload)));
        const alts = ([] as string[]).concat(form['alt'] ?? []);
        const change = changeOf(item.pictures, form);
        await inUnit(this.database, false, async () => {
          await this.proposals.edit({
            id: item.id,
            title: field(form, 'title'),
            background: field(form, 'background'),
            content: field(form, 'content'),
            categoryId: field(form, 'categoryId'),
            place: field(form, 'place'),
          });
          if (change || stored.length > 0)
            await this.ofProposal.change(item.id, {
              ...change,
              attach: stored.map((picture, index) => ({ ...picture, alt: alts[index] ?? '' })),
            });
        });
        return redirect(`/${item.spaceSlug}/proposals/${item.number}`, { key: 'proposals.flash.edited' });
      },
      async (filled) => {
        const page = await inUnit(this.database, true, () => this.forms.page(item.spaceSlug, undefined, filled, item));
        return { ...page, model: { ...page.model, lost: uploads.length > 0 } };
      },
    );
  }

  private async mine(params: PageRequest['params']): Promise<DetailRow> {
    const number = Number(params['number']);
    if (!Number.isSafeInteger(number) || number < 1 || number > 2_000_000_000) throw missing('proposal_missing');
    const item = await this.reader.detail({ space: params['space']!, number });
    if (!actor().personId) throw denied('sign_in_first');
    if (!may('edit', 'Proposal', item)) throw missing('proposal_missing');
    return item;
  }
}

/** What the form does to the pictures that are there; nothing where it leaves them as they are. */
function changeOf(pictures: readonly Picture[], form: PageRequest['form']): ProposalPictureChange | undefined {
  const stay = pictures.filter(({ id }) => field(form, `remove-${id}`) !== 'yes');
  // A picture sent to a taken place takes it: the one there moves to where the other came from.
  const place = (picture: Picture): number => {
    const before = pictures.indexOf(picture) + 1;
    const now = Number(field(form, `position-${picture.id}`)) || pictures.length;
    return now + Math.sign(now - before) / 2;
  };
  const order = [...stay].sort((one, other) => place(one) - place(other));
  const alts = Object.fromEntries(
    stay.flatMap(({ id, alt }) => {
      const next = form[`alt-${id}`];
      return typeof next === 'string' && next !== alt ? [[id, next]] : [];
    }),
  );
  const moved = order.some(({ id }, index) => stay[index]!.id !== id);
  if (stay.length === pictures.length && !moved && Object.keys(alts).length === 0) return undefined;
  return {
    remove: pictures.filter((picture) => !stay.includes(picture)).map(({ id }) => id),
    alts,
    ...(moved ? { order: order.map(({ id }) => id) } : {}),
  };
}
