import type { SettingsOf, SettingsSchema } from '@madang/kernel';

/** What an organiser may tune for one board. Comments are open where a window of the board opens them. */
export const postsSettings = {
  kind: { kind: 'choice', default: 'news', options: ['notice', 'news', 'talk'] },
  audience: { kind: 'choice', default: 'public', options: ['public', 'members'] },
  writers: { kind: 'choice', default: 'organisers', options: ['organisers', 'members', 'everyone'] },
} as const satisfies SettingsSchema;

export type PostsSettings = SettingsOf<typeof postsSettings>;
