import type { ColumnClass } from '@madang/kernel';

/** How one table leaves: whether a copy without people keeps it, and the class of each column. */
export interface TableClasses {
  /** `setup`: how the site is arranged; `people`: what people are, say and do. */
  fate: 'setup' | 'people';
  /** Of a table of people: the rows that belong to how the site is arranged all the same, as an SQL condition on `r`. */
  kept?: string;
  /** Column that names the file of a row, without its ending. */
  file?: string;
  columns: Readonly<Record<string, ColumnClass>>;
}

type Lists = Partial<Record<ColumnClass, string>>;

const table = (fate: TableClasses['fate'], lists: Lists): TableClasses => ({
  fate,
  columns: Object.fromEntries(
    Object.entries(lists).flatMap(([kind, names]) => names.split(' ').map((name) => [name, kind as ColumnClass])),
  ),
});
const setup = (lists: Lists): TableClasses => table('setup', lists);
const people = (lists: Lists): TableClasses => table('people', lists);

/**
 * Every column of the tenant schema. `public` anyone may read on the site · `personal` tells who somebody is or
 * what they did · `secret` lets somebody in, never leaves unless asked for · `internal` keeps the machinery going.
 * A column that is missing here stops the export: nothing leaves that nobody has thought about.
 */
export const COLUMN_CLASSES: Readonly<Record<string, TableClasses>> = {
  events: people({ public: 'id name subject_id at', personal: 'actor_id data' }),
  audit: people({
    internal: 'id act object_kind object_id request_id at',
    personal: 'actor_id on_behalf_of reason details',
  }),
  people: people({
    public: 'id display_name bio',
    personal:
      'email role state state_reason assurance locale department_id birth_year sex banned_until idle_warned_at created_at email_verified_at closed_at',
    secret: 'password_hash',
    internal: 'source',
  }),
  sessions: people({
    internal: 'id',
    personal: 'person_id user_agent address created_at last_seen_at expires_at revoked_at factor_at',
    secret: 'token_hash',
  }),
  second_factors: people({ personal: 'person_id enrolled_at', secret: 'sealed', internal: 'used_step' }),
  factor_seeds: people({ personal: 'person_id created_at', secret: 'sealed' }),
  recovery_codes: people({ personal: 'person_id used_at', secret: 'code_hash' }),
  mail_links: people({
    internal: 'id purpose',
    personal: 'email person_id data created_at expires_at used_at',
    secret: 'token_hash',
  }),
  sign_ins: people({ internal: 'id how succeeded', personal: 'person_id email_hash address user_agent at' }),
  consents: people({ internal: 'id', personal: 'person_id document version given_at withdrawn_at' }),
  api_tokens: people({
    internal: 'id',
    personal: 'person_id name scopes created_at last_used_at expires_at revoked_at',
    secret: 'token_hash',
  }),
  departments: setup({ public: 'id slug name contact position', personal: 'approver_id', internal: 'revision' }),
  roles: setup({ public: 'id name permissions revision', personal: 'created_at changed_at' }),
  role_holders: people({ internal: 'id', personal: 'role_id person_id space_id given_by given_at' }),
  invitations: people({
    internal: 'id batch_id state error link_id',
    personal: 'email display_name locale role role_id space_id invited_by created_at sent_at accepted_at',
  }),
  site_exports: people({
    internal: 'id people',
    personal: 'person_id created_at expires_at used_at',
    secret: 'secret_hash',
  }),
  settings: setup({ internal: 'name value revision', personal: 'changed_at changed_by' }),
  support_visits: people({
    internal: 'id may_write opened_at entered_at expires_at ended_at',
    personal: 'operator reason on_behalf_of ended_by',
    secret: 'link_hash session_hash',
  }),
  saved_views: people({ internal: 'id screen', personal: 'person_id name search shared created_at' }),
  list_exports: people({
    internal: 'id list format columns',
    personal: 'person_id filter created_at expires_at used_at',
    secret: 'secret_hash',
  }),
  list_files: people({
    internal: 'id list format columns locale state lines bytes error attempts lease_at',
    personal: 'person_id filter created_at expires_at',
  }),
  list_file_parts: people({ internal: 'file_id part', secret: 'data' }),
  warnings: setup({ internal: 'key label count href act kind urgent at' }),
  spaces: setup({
    public: 'id slug kind name summary visibility joining cover position created_at archived_at',
    internal: 'member_count revision',
  }),
  memberships: people({ personal: 'space_id person_id state message requested_at decided_at decided_by reason' }),
  processes: setup({
    public: 'id space_id slug title purpose body decides state result position created_at publish_at published_at',
    internal: 'revision',
  }),
  phases: setup({ public: 'id process_id slug title starts_on ends_on precision position' }),
  activities: setup({
    public: 'id space_id process_id method slug title summary settings state_words state position created_at',
    internal: 'revision',
  }),
  windows: setup({ public: 'id activity_id phase_id interactions' }),
  categories: setup({ public: 'id slug name department_id position active', internal: 'revision' }),
  preview_links: people({
    internal: 'id process_id',
    personal: 'created_by created_at expires_at revoked_at',
    secret: 'token_hash',
  }),
  numbers: people({ internal: 'space_id kind last' }),
  subjects: people({
    public:
      'id kind space_id activity_id number author_hidden title summary category_id locale state state_since pinned relate_count support_count comment_count created_at published_at edited_at active_at',
    personal: 'author_id',
    internal: 'source_key search search_text hidden_at',
  }),
  tallies: people({ internal: 'subject_id kind slot n' }),
  transitions: people({ public: 'id subject_id from_state to_state rule reason at', personal: 'actor_id' }),
  reactions: people({ personal: 'subject_id person_id at' }),
  supports: people({ personal: 'subject_id person_id name_hidden at' }),
  follows: people({ personal: 'subject_id person_id muted at' }),
  comments: people({
    public: 'id subject_id root_id parent_id depth path stance body state official relate_count created_at edited_at',
    personal: 'author_id hidden_reason',
    internal: 'source_key',
  }),
  comment_reactions: people({ personal: 'comment_id person_id at' }),
  assignments: people({
    public: 'id subject_id department_id due_on assigned_at ended_at',
    personal: 'officer_id assigned_by',
  }),
  answers: people({
    public:
      'id subject_id kind body reason next_step budget starts_on promised_on department_id published_at edited_at version',
    personal: 'officer_id',
    internal: 'created_at',
  }),
  answer_drafts: people({
    internal: 'id subject_id state revision',
    personal:
      'kind body reason next_step budget promised_on note author_id submitted_at decided_by created_at changed_at',
  }),
  answer_templates: setup({
    internal: 'id name kind body reason next_step department_id revision created_at',
  }),
  subject_entries: people({ public: 'subject_id source', personal: 'name entered_by entered_at' }),
  bulk_acts: people({
    internal: 'id act state done',
    personal: 'choice subject_ids failures person_id created_at finished_at',
  }),
  progress: people({ public: 'id subject_id status body next_report_on at', personal: 'author_id' }),
  media: {
    ...people({
      public: 'id subject_id position name alt mime width height bytes sha256 created_at',
      personal: 'owner_id',
    }),
    // The logo, and pictures that pages, blocks and templates show; never one that somebody added to what they wrote.
    kept: `r.subject_id IS NULL AND (
      EXISTS (SELECT 1 FROM looks x WHERE x.logo ->> 'media' = r.id::text)
      OR EXISTS (SELECT 1 FROM site_values x WHERE strpos(x.value::text, r.id::text) > 0)
      OR EXISTS (SELECT 1 FROM home_blocks x WHERE strpos(x.settings::text, r.id::text) > 0)
      OR EXISTS (SELECT 1 FROM home_versions x WHERE strpos(x.blocks::text, r.id::text) > 0)
      OR EXISTS (SELECT 1 FROM own_templates x WHERE strpos(x.source, r.id::text) > 0)
      OR EXISTS (SELECT 1 FROM page_versions x WHERE strpos(x.body::text, r.id::text) > 0))`,
    file: 'sha256',
  },
  post_files: people({ public: 'post_id media_id position' }),
  uploads: people({ internal: 'id width height bytes sha256', personal: 'owner_id created_at expires_at' }),
  notices: people({
    internal: 'id event_id topic on_site mail mail_id',
    personal: 'person_id subject_id params at read_at',
  }),
  notice_choices: people({ personal: 'person_id topic channel choice at' }),
  mails: people({
    internal: 'id topic locale state attempts error due_at link_id counted_at',
    personal: 'person_id recipient subject created_at sent_at',
    secret: 'off_hash',
  }),
  mail_months: people({ internal: 'month mails' }),
  site_values: setup({ public: 'key value changed_at', personal: 'changed_by' }),
  pages: setup({ public: 'id slug purpose in_footer position created_at archived_at' }),
  page_versions: setup({
    public: 'page_id version title body change_note effective_on published_at publish_at created_at',
    personal: 'created_by',
  }),
  page_links: people({
    internal: 'id page_id',
    personal: 'created_by created_at expires_at',
    secret: 'token_hash',
  }),
  menu_items: setup({ public: 'id parent_id label href position' }),
  own_templates: setup({
    public: 'id slot locale version subject source base_source base_fingerprint state created_at published_at',
    personal: 'created_by published_by',
  }),
  own_template_troubles: setup({ internal: 'id slot locale message at' }),
  looks: setup({ public: 'id version theme logo state created_at published_at', personal: 'created_by' }),
  home_versions: setup({ public: 'id version blocks created_at', personal: 'created_by' }),
  home_blocks: setup({ public: 'id type settings position enabled' }),
  proposals: people({
    public:
      'id background content place latitude longitude cost threshold answer_days collecting_until supports_at_review',
    internal: 'reminded_at overdue_at',
  }),
  posts: people({ public: 'id body' }),
};
