import { Injectable } from '@nestjs/common';
import { z } from 'zod';
import { inLanguage, type ExportList, type ListSource } from '@madang/kernel';
import { InvitationsReader } from './invitations/invitations.reader.js';
import { STANDING_WORDS } from './people.desk.js';
import { RolesReader } from './roles/roles.reader.js';
import { PersonFile } from './staff/person-file.js';

const text = z.string().max(200);
const INVITATIONS = z.object({ words: text, state: text, batchId: z.uuid(), sort: text }).partial().strict();
const TOKENS = z.object({ words: text, sort: text }).partial().strict();
const HOLDERS = z.object({ roleId: z.uuid(), sort: text.optional() }).strict();

const INVITATION_WORDS = {
  waiting: { ko: '보내는 중', en: 'Waiting' },
  sent: { ko: '보냄', en: 'Sent' },
  expired: { ko: '시간 지남', en: 'Expired' },
  accepted: { ko: '받아들임', en: 'Accepted' },
  revoked: { ko: '거둠', en: 'Taken back' },
  failed: { ko: '보내지 못함', en: 'Failed' },
};
const EVERYWHERE = { ko: '누리집 전체', en: 'everywhere' };
const SCOPE_WORDS = {
  read: { ko: '읽기', en: 'read' },
  write: { ko: '쓰기', en: 'write' },
  manage: { ko: '관리', en: 'manage' },
};

/** Lists of people beside that of all people: who was invited, what programs may do, who holds a role. */
@Injectable()
export class PeopleLists implements ListSource {
  constructor(
    private readonly invitations: InvitationsReader,
    private readonly file: PersonFile,
    private readonly roles: RolesReader,
  ) {}

  lists(): ExportList<never>[] {
    const invitations: ExportList<z.infer<typeof INVITATIONS>> = {
      name: 'invitations',
      columns: [
        { name: 'email', words: { ko: '이메일', en: 'E-mail' } },
        { name: 'gives', words: { ko: '받는 자격', en: 'Gives' } },
        { name: 'state', words: { ko: '상태', en: 'State' }, values: INVITATION_WORDS },
        { name: 'sentAt', words: { ko: '보낸 때', en: 'Sent' }, kind: 'instant' },
        { name: 'invitedBy', words: { ko: '누가', en: 'By' } },
        { name: 'createdAt', words: { ko: '만든 때', en: 'Made' }, kind: 'instant' },
        { name: 'error', words: { ko: '까닭', en: 'Reason' } },
      ],
      filter: INVITATIONS,
      page: async (filter, first, after) => {
        const page = await this.invitations.list({ ...filter, first, after });
        const gives = (row: (typeof page.nodes)[number]): string =>
          [inLanguage(STANDING_WORDS[row.role as keyof typeof STANDING_WORDS]), row.roleName, row.spaceName]
            .filter(Boolean)
            .join(' · ');
        return { ...page, nodes: page.nodes.map((row) => ({ ...row, gives: gives(row) })) };
      },
    };
    const tokens: ExportList<z.infer<typeof TOKENS>> = {
      name: 'tokens',
      columns: [
        { name: 'name', words: { ko: '쓰임', en: 'For' } },
        { name: 'personName', words: { ko: '주인', en: 'Owner' } },
        { name: 'scopes', words: { ko: '범위', en: 'Scopes' }, values: SCOPE_WORDS },
        { name: 'createdAt', words: { ko: '만든 때', en: 'Made' }, kind: 'instant' },
        { name: 'lastUsedAt', words: { ko: '마지막 사용', en: 'Last used' }, kind: 'instant' },
      ],
      filter: TOKENS,
      page: (filter, first, after) => this.file.tokens({ ...filter, first, after }),
    };
    const holders: ExportList<z.infer<typeof HOLDERS>> = {
      name: 'role-holders',
      columns: [
        { name: 'personName', words: { ko: '이름', en: 'Name' } },
        { name: 'spaceName', words: { ko: '어디에서', en: 'Where' } },
        { name: 'givenBy', words: { ko: '누가', en: 'By' } },
        { name: 'givenAt', words: { ko: '받은 때', en: 'Given' }, kind: 'instant' },
      ],
      filter: HOLDERS,
      page: async (filter, first, after) => {
        const page = await this.roles.holders({ ...filter, first, after });
        return {
          ...page,
          nodes: page.nodes.map((row) => ({ ...row, spaceName: row.spaceName ?? inLanguage(EVERYWHERE) })),
        };
      },
    };
    return [invitations, tokens, holders] as readonly unknown[] as ExportList<never>[];
  }
}
