/* Tenant schema, version 68, of migrations f68c1d553c33e2a93649c6e612cea4dca6f0de4f127db80a7c76eb96d3baf7a2.
   A generated file: npm run madang -- schema snapshot. Made by replaying every migration and reading the catalogue. */
CREATE TABLE activities (
  id uuid NOT NULL,
  space_id uuid NOT NULL,
  process_id uuid,
  method text NOT NULL,
  slug text NOT NULL,
  title jsonb NOT NULL,
  summary jsonb DEFAULT '{}'::jsonb NOT NULL,
  settings jsonb DEFAULT '{}'::jsonb NOT NULL,
  state text DEFAULT 'open'::text NOT NULL,
  "position" integer DEFAULT 0 NOT NULL,
  created_at timestamp with time zone NOT NULL,
  revision integer DEFAULT 1 NOT NULL,
  state_words jsonb DEFAULT '{}'::jsonb NOT NULL,
  CONSTRAINT activities_pkey PRIMARY KEY (id),
  CONSTRAINT activities_slug_check CHECK ((slug ~ '^[a-z][a-z0-9-]{0,60}$'::text)),
  CONSTRAINT activities_space_id_slug_key UNIQUE (space_id, slug),
  CONSTRAINT activities_state_check CHECK ((state = ANY (ARRAY['draft'::text, 'open'::text, 'closed'::text])))
);

CREATE TABLE answer_drafts (
  id uuid NOT NULL,
  subject_id uuid NOT NULL,
  kind text,
  body text DEFAULT ''::text NOT NULL,
  reason text DEFAULT ''::text NOT NULL,
  next_step text DEFAULT ''::text NOT NULL,
  budget bigint,
  promised_on date,
  state text DEFAULT 'writing'::text NOT NULL,
  note text DEFAULT ''::text NOT NULL,
  author_id uuid,
  submitted_at timestamp with time zone,
  decided_by uuid,
  revision integer DEFAULT 1 NOT NULL,
  created_at timestamp with time zone NOT NULL,
  changed_at timestamp with time zone NOT NULL,
  CONSTRAINT answer_drafts_body_check CHECK ((length(body) <= 20000)),
  CONSTRAINT answer_drafts_budget_check CHECK ((budget >= 0)),
  CONSTRAINT answer_drafts_check CHECK (((state <> 'submitted'::text) OR (submitted_at IS NOT NULL))),
  CONSTRAINT answer_drafts_kind_check CHECK ((kind = ANY (ARRAY['accepted'::text, 'partly'::text, 'declined'::text, 'transferred'::text, 'already'::text]))),
  CONSTRAINT answer_drafts_next_step_check CHECK ((length(next_step) <= 2000)),
  CONSTRAINT answer_drafts_note_check CHECK ((length(note) <= 1000)),
  CONSTRAINT answer_drafts_pkey PRIMARY KEY (id),
  CONSTRAINT answer_drafts_reason_check CHECK ((length(reason) <= 4000)),
  CONSTRAINT answer_drafts_state_check CHECK ((state = ANY (ARRAY['writing'::text, 'submitted'::text, 'returned'::text]))),
  CONSTRAINT answer_drafts_subject_id_key UNIQUE (subject_id)
);

CREATE TABLE answer_templates (
  id uuid NOT NULL,
  name text NOT NULL,
  kind text NOT NULL,
  body text NOT NULL,
  reason text DEFAULT ''::text NOT NULL,
  next_step text DEFAULT ''::text NOT NULL,
  department_id uuid,
  revision integer DEFAULT 1 NOT NULL,
  created_at timestamp with time zone NOT NULL,
  CONSTRAINT answer_templates_body_check CHECK (((length(body) >= 1) AND (length(body) <= 20000))),
  CONSTRAINT answer_templates_kind_check CHECK ((kind = ANY (ARRAY['accepted'::text, 'partly'::text, 'declined'::text, 'transferred'::text, 'already'::text]))),
  CONSTRAINT answer_templates_name_check CHECK (((length(name) >= 1) AND (length(name) <= 80))),
  CONSTRAINT answer_templates_pkey PRIMARY KEY (id)
);

CREATE TABLE answers (
  id uuid NOT NULL,
  subject_id uuid NOT NULL,
  kind text NOT NULL,
  body text NOT NULL,
  reason text DEFAULT ''::text NOT NULL,
  next_step text DEFAULT ''::text NOT NULL,
  budget bigint,
  starts_on date,
  promised_on date,
  department_id uuid,
  officer_id uuid,
  published_at timestamp with time zone,
  created_at timestamp with time zone NOT NULL,
  edited_at timestamp with time zone,
  version integer DEFAULT 1 NOT NULL,
  CONSTRAINT answers_body_check CHECK (((length(body) >= 1) AND (length(body) <= 20000))),
  CONSTRAINT answers_budget_check CHECK ((budget >= 0)),
  CONSTRAINT answers_kind_check CHECK ((kind = ANY (ARRAY['accepted'::text, 'partly'::text, 'declined'::text, 'transferred'::text, 'already'::text]))),
  CONSTRAINT answers_pkey PRIMARY KEY (id),
  CONSTRAINT answers_subject_id_key UNIQUE (subject_id)
);

CREATE TABLE api_tokens (
  id uuid NOT NULL,
  person_id uuid NOT NULL,
  name text NOT NULL,
  token_hash text NOT NULL,
  scopes text[] NOT NULL,
  created_at timestamp with time zone NOT NULL,
  last_used_at timestamp with time zone,
  expires_at timestamp with time zone,
  revoked_at timestamp with time zone,
  CONSTRAINT api_tokens_name_check CHECK (((length(name) >= 1) AND (length(name) <= 80))),
  CONSTRAINT api_tokens_pkey PRIMARY KEY (id),
  CONSTRAINT api_tokens_scopes_check CHECK ((scopes <@ ARRAY['read'::text, 'write'::text, 'manage'::text])),
  CONSTRAINT api_tokens_token_hash_key UNIQUE (token_hash)
);

CREATE TABLE assignments (
  id uuid NOT NULL,
  subject_id uuid NOT NULL,
  department_id uuid,
  officer_id uuid,
  assigned_by uuid,
  assigned_at timestamp with time zone NOT NULL,
  due_on date NOT NULL,
  ended_at timestamp with time zone,
  CONSTRAINT assignments_check CHECK (((department_id IS NOT NULL) OR (officer_id IS NOT NULL))),
  CONSTRAINT assignments_pkey PRIMARY KEY (id)
);

CREATE TABLE audit (
  id uuid NOT NULL,
  actor_id uuid,
  on_behalf_of text,
  act text NOT NULL,
  object_kind text NOT NULL,
  object_id text,
  reason text,
  details jsonb DEFAULT '{}'::jsonb NOT NULL,
  request_id text,
  at timestamp with time zone NOT NULL,
  CONSTRAINT audit_pkey PRIMARY KEY (id)
);

CREATE TABLE bulk_acts (
  id uuid NOT NULL,
  act text NOT NULL,
  choice jsonb DEFAULT '{}'::jsonb NOT NULL,
  subject_ids uuid[] NOT NULL,
  state text DEFAULT 'waiting'::text NOT NULL,
  done integer DEFAULT 0 NOT NULL,
  failures jsonb DEFAULT '[]'::jsonb NOT NULL,
  person_id uuid,
  created_at timestamp with time zone NOT NULL,
  finished_at timestamp with time zone,
  CONSTRAINT bulk_acts_pkey PRIMARY KEY (id),
  CONSTRAINT bulk_acts_state_check CHECK ((state = ANY (ARRAY['waiting'::text, 'running'::text, 'done'::text])))
);

CREATE TABLE categories (
  id uuid NOT NULL,
  slug text NOT NULL,
  name jsonb NOT NULL,
  department_id uuid,
  "position" integer DEFAULT 0 NOT NULL,
  active boolean DEFAULT true NOT NULL,
  revision integer DEFAULT 1 NOT NULL,
  CONSTRAINT categories_pkey PRIMARY KEY (id),
  CONSTRAINT categories_slug_key UNIQUE (slug)
);

CREATE TABLE comment_reactions (
  comment_id uuid NOT NULL,
  person_id uuid NOT NULL,
  at timestamp with time zone NOT NULL,
  CONSTRAINT comment_reactions_pkey PRIMARY KEY (comment_id, person_id)
);

CREATE TABLE comments (
  id uuid NOT NULL,
  subject_id uuid NOT NULL,
  root_id uuid NOT NULL,
  parent_id uuid,
  depth smallint NOT NULL,
  path text NOT NULL,
  author_id uuid,
  stance text,
  body text NOT NULL,
  state text DEFAULT 'visible'::text NOT NULL,
  hidden_reason text,
  official boolean DEFAULT false NOT NULL,
  relate_count integer DEFAULT 0 NOT NULL,
  source_key text,
  created_at timestamp with time zone NOT NULL,
  edited_at timestamp with time zone,
  CONSTRAINT comments_body_check CHECK (((length(body) >= 1) AND (length(body) <= 5000))),
  CONSTRAINT comments_check CHECK (((parent_id IS NULL) = (depth = 0))),
  CONSTRAINT comments_check1 CHECK (((parent_id IS NOT NULL) OR (root_id = id))),
  CONSTRAINT comments_depth_check CHECK (((depth >= 0) AND (depth <= 8))),
  CONSTRAINT comments_pkey PRIMARY KEY (id),
  CONSTRAINT comments_stance_check CHECK ((stance = ANY (ARRAY['for'::text, 'against'::text, 'neutral'::text, 'unsure'::text]))),
  CONSTRAINT comments_state_check CHECK ((state = ANY (ARRAY['visible'::text, 'withdrawn'::text, 'hidden'::text])))
);

CREATE TABLE consents (
  id uuid NOT NULL,
  person_id uuid NOT NULL,
  document text NOT NULL,
  version integer NOT NULL,
  given_at timestamp with time zone NOT NULL,
  withdrawn_at timestamp with time zone,
  CONSTRAINT consents_pkey PRIMARY KEY (id)
);

CREATE TABLE departments (
  id uuid NOT NULL,
  slug text NOT NULL,
  name jsonb NOT NULL,
  contact text DEFAULT ''::text NOT NULL,
  "position" integer DEFAULT 0 NOT NULL,
  revision integer DEFAULT 1 NOT NULL,
  approver_id uuid,
  CONSTRAINT departments_pkey PRIMARY KEY (id),
  CONSTRAINT departments_slug_key UNIQUE (slug)
);

CREATE TABLE events (
  id uuid NOT NULL,
  name text NOT NULL,
  subject_id uuid,
  actor_id uuid,
  data jsonb DEFAULT '{}'::jsonb NOT NULL,
  at timestamp with time zone NOT NULL,
  CONSTRAINT events_name_check CHECK ((name ~ '^[a-z_]+\.[a-z_]+$'::text)),
  CONSTRAINT events_pkey PRIMARY KEY (id)
);

CREATE TABLE factor_seeds (
  person_id uuid NOT NULL,
  sealed text NOT NULL,
  created_at timestamp with time zone NOT NULL,
  CONSTRAINT factor_seeds_pkey PRIMARY KEY (person_id)
);

CREATE TABLE follows (
  subject_id uuid NOT NULL,
  person_id uuid NOT NULL,
  muted boolean DEFAULT false NOT NULL,
  at timestamp with time zone NOT NULL,
  CONSTRAINT follows_pkey PRIMARY KEY (subject_id, person_id)
);

CREATE TABLE home_blocks (
  id uuid NOT NULL,
  type text NOT NULL,
  settings jsonb DEFAULT '{}'::jsonb NOT NULL,
  "position" integer DEFAULT 0 NOT NULL,
  enabled boolean DEFAULT true NOT NULL,
  CONSTRAINT home_blocks_pkey PRIMARY KEY (id),
  CONSTRAINT home_blocks_type_check CHECK ((type = ANY (ARRAY['hero'::text, 'now'::text, 'list'::text, 'results'::text, 'text'::text, 'numbers'::text, 'partners'::text, 'spaces'::text, 'news'::text, 'html'::text])))
);

CREATE TABLE home_versions (
  id uuid NOT NULL,
  version integer NOT NULL,
  blocks jsonb NOT NULL,
  created_at timestamp with time zone NOT NULL,
  created_by uuid,
  CONSTRAINT home_versions_pkey PRIMARY KEY (id),
  CONSTRAINT home_versions_version_check CHECK ((version > 0)),
  CONSTRAINT home_versions_version_key UNIQUE (version)
);

CREATE TABLE invitations (
  id uuid NOT NULL,
  batch_id uuid NOT NULL,
  email text NOT NULL,
  display_name text,
  locale text,
  role text NOT NULL,
  role_id uuid,
  space_id uuid,
  state text DEFAULT 'waiting'::text NOT NULL,
  error text,
  link_id uuid,
  invited_by uuid,
  created_at timestamp with time zone NOT NULL,
  sent_at timestamp with time zone,
  accepted_at timestamp with time zone,
  CONSTRAINT invitations_email_check CHECK ((email = lower(email))),
  CONSTRAINT invitations_pkey PRIMARY KEY (id),
  CONSTRAINT invitations_role_check CHECK ((role = ANY (ARRAY['member'::text, 'organiser'::text, 'officer'::text, 'administrator'::text]))),
  CONSTRAINT invitations_state_check CHECK ((state = ANY (ARRAY['waiting'::text, 'sent'::text, 'accepted'::text, 'revoked'::text, 'failed'::text])))
);

CREATE TABLE list_exports (
  id uuid NOT NULL,
  person_id uuid NOT NULL,
  list text NOT NULL,
  format text NOT NULL,
  columns text[] NOT NULL,
  filter jsonb NOT NULL,
  secret_hash text NOT NULL,
  created_at timestamp with time zone NOT NULL,
  expires_at timestamp with time zone NOT NULL,
  used_at timestamp with time zone,
  CONSTRAINT list_exports_format_check CHECK ((format = ANY (ARRAY['csv'::text, 'xlsx'::text]))),
  CONSTRAINT list_exports_pkey PRIMARY KEY (id),
  CONSTRAINT list_exports_secret_hash_key UNIQUE (secret_hash)
);

CREATE TABLE list_file_parts (
  file_id uuid NOT NULL,
  part integer NOT NULL,
  data bytea NOT NULL,
  CONSTRAINT list_file_parts_part_check CHECK ((part >= 0)),
  CONSTRAINT list_file_parts_pkey PRIMARY KEY (file_id, part)
);

CREATE TABLE list_files (
  id uuid NOT NULL,
  person_id uuid NOT NULL,
  list text NOT NULL,
  format text NOT NULL,
  columns text[] NOT NULL,
  filter jsonb NOT NULL,
  locale text NOT NULL,
  state text DEFAULT 'waiting'::text NOT NULL,
  lines integer DEFAULT 0 NOT NULL,
  bytes bigint DEFAULT 0 NOT NULL,
  error text,
  attempts smallint DEFAULT 0 NOT NULL,
  created_at timestamp with time zone NOT NULL,
  lease_at timestamp with time zone,
  expires_at timestamp with time zone NOT NULL,
  CONSTRAINT list_files_bytes_check CHECK ((bytes >= 0)),
  CONSTRAINT list_files_format_check CHECK ((format = ANY (ARRAY['csv'::text, 'xlsx'::text]))),
  CONSTRAINT list_files_lines_check CHECK ((lines >= 0)),
  CONSTRAINT list_files_pkey PRIMARY KEY (id),
  CONSTRAINT list_files_state_check CHECK ((state = ANY (ARRAY['waiting'::text, 'writing'::text, 'done'::text, 'failed'::text])))
);

CREATE TABLE looks (
  id uuid NOT NULL,
  version integer NOT NULL,
  theme jsonb NOT NULL,
  logo jsonb,
  state text NOT NULL,
  created_at timestamp with time zone NOT NULL,
  created_by uuid,
  published_at timestamp with time zone,
  CONSTRAINT looks_pkey PRIMARY KEY (id),
  CONSTRAINT looks_state_check CHECK ((state = ANY (ARRAY['draft'::text, 'published'::text, 'superseded'::text]))),
  CONSTRAINT looks_version_check CHECK ((version > 0)),
  CONSTRAINT looks_version_key UNIQUE (version)
);

CREATE TABLE mail_links (
  id uuid NOT NULL,
  token_hash text NOT NULL,
  email text NOT NULL,
  purpose text NOT NULL,
  person_id uuid,
  data jsonb DEFAULT '{}'::jsonb NOT NULL,
  created_at timestamp with time zone NOT NULL,
  expires_at timestamp with time zone NOT NULL,
  used_at timestamp with time zone,
  CONSTRAINT mail_links_pkey PRIMARY KEY (id),
  CONSTRAINT mail_links_purpose_check CHECK ((purpose = ANY (ARRAY['sign_in'::text, 'register'::text, 'set_password'::text, 'change_email'::text, 'confirm_act'::text, 'invite'::text, 'stay'::text]))),
  CONSTRAINT mail_links_token_hash_key UNIQUE (token_hash)
);

CREATE TABLE mail_months (
  month date NOT NULL,
  mails integer NOT NULL,
  CONSTRAINT mail_months_mails_check CHECK ((mails >= 0)),
  CONSTRAINT mail_months_month_check CHECK ((EXTRACT(day FROM month) = (1)::numeric)),
  CONSTRAINT mail_months_pkey PRIMARY KEY (month)
);

CREATE TABLE mails (
  id uuid NOT NULL,
  person_id uuid,
  link_id uuid,
  recipient text NOT NULL,
  locale text NOT NULL,
  topic text NOT NULL,
  subject text DEFAULT ''::text NOT NULL,
  state text NOT NULL,
  attempts smallint DEFAULT 0 NOT NULL,
  error text,
  off_hash text,
  created_at timestamp with time zone NOT NULL,
  due_at timestamp with time zone NOT NULL,
  sent_at timestamp with time zone,
  counted_at timestamp with time zone,
  CONSTRAINT mails_off_hash_key UNIQUE (off_hash),
  CONSTRAINT mails_pkey PRIMARY KEY (id),
  CONSTRAINT mails_state_check CHECK ((state = ANY (ARRAY['waiting'::text, 'sending'::text, 'sent'::text, 'failed'::text, 'withheld'::text])))
);

CREATE TABLE media (
  id uuid NOT NULL,
  owner_id uuid,
  subject_id uuid,
  "position" smallint DEFAULT 0 NOT NULL,
  alt text DEFAULT ''::text NOT NULL,
  mime text NOT NULL,
  width integer,
  height integer,
  bytes integer NOT NULL,
  sha256 text NOT NULL,
  created_at timestamp with time zone NOT NULL,
  name text DEFAULT ''::text NOT NULL,
  CONSTRAINT media_alt_check CHECK ((length(alt) <= 300)),
  CONSTRAINT media_bytes_check CHECK ((bytes > 0)),
  CONSTRAINT media_mime_check CHECK ((mime = ANY (ARRAY['image/webp'::text, 'image/png'::text, 'image/svg+xml'::text, 'application/pdf'::text, 'application/x-hwp'::text, 'application/hwp+zip'::text, 'application/vnd.openxmlformats-officedocument.wordprocessingml.document'::text, 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet'::text, 'application/vnd.openxmlformats-officedocument.presentationml.presentation'::text, 'application/vnd.oasis.opendocument.text'::text, 'application/vnd.oasis.opendocument.spreadsheet'::text, 'application/vnd.oasis.opendocument.presentation'::text, 'text/csv'::text, 'text/plain'::text]))),
  CONSTRAINT media_name_check CHECK ((length(name) <= 200)),
  CONSTRAINT media_pkey PRIMARY KEY (id)
);

CREATE TABLE memberships (
  space_id uuid NOT NULL,
  person_id uuid NOT NULL,
  state text NOT NULL,
  message text DEFAULT ''::text NOT NULL,
  requested_at timestamp with time zone NOT NULL,
  decided_at timestamp with time zone,
  decided_by uuid,
  reason text,
  CONSTRAINT memberships_message_check CHECK ((length(message) <= 500)),
  CONSTRAINT memberships_pkey PRIMARY KEY (space_id, person_id),
  CONSTRAINT memberships_state_check CHECK ((state = ANY (ARRAY['requested'::text, 'member'::text, 'organiser'::text, 'left'::text, 'refused'::text, 'banned'::text])))
);

CREATE TABLE menu_items (
  id uuid NOT NULL,
  parent_id uuid,
  label jsonb NOT NULL,
  href text DEFAULT ''::text NOT NULL,
  "position" integer DEFAULT 0 NOT NULL,
  CONSTRAINT menu_items_pkey PRIMARY KEY (id)
);

CREATE TABLE notice_choices (
  person_id uuid NOT NULL,
  topic text NOT NULL,
  channel text NOT NULL,
  choice text NOT NULL,
  at timestamp with time zone NOT NULL,
  CONSTRAINT notice_choices_channel_check CHECK ((channel = ANY (ARRAY['site'::text, 'mail'::text]))),
  CONSTRAINT notice_choices_choice_check CHECK ((choice = ANY (ARRAY['now'::text, 'daily'::text, 'off'::text]))),
  CONSTRAINT notice_choices_pkey PRIMARY KEY (person_id, topic, channel)
);

CREATE TABLE notices (
  id uuid NOT NULL,
  person_id uuid NOT NULL,
  event_id uuid NOT NULL,
  topic text NOT NULL,
  subject_id uuid,
  params jsonb DEFAULT '{}'::jsonb NOT NULL,
  at timestamp with time zone NOT NULL,
  on_site boolean DEFAULT true NOT NULL,
  read_at timestamp with time zone,
  mail text DEFAULT 'none'::text NOT NULL,
  mail_id uuid,
  CONSTRAINT notices_event_id_person_id_key UNIQUE (event_id, person_id),
  CONSTRAINT notices_mail_check CHECK ((mail = ANY (ARRAY['none'::text, 'due'::text, 'digest'::text, 'sent'::text, 'failed'::text]))),
  CONSTRAINT notices_pkey PRIMARY KEY (id)
);

CREATE TABLE numbers (
  space_id uuid NOT NULL,
  kind text NOT NULL,
  last integer NOT NULL,
  CONSTRAINT numbers_pkey PRIMARY KEY (space_id, kind)
);

CREATE TABLE own_template_troubles (
  id uuid NOT NULL,
  slot text NOT NULL,
  locale text NOT NULL,
  message text NOT NULL,
  at timestamp with time zone NOT NULL,
  CONSTRAINT own_template_troubles_message_check CHECK ((length(message) <= 500)),
  CONSTRAINT own_template_troubles_pkey PRIMARY KEY (id),
  CONSTRAINT own_template_troubles_slot_locale_key UNIQUE (slot, locale)
);

CREATE TABLE own_templates (
  id uuid NOT NULL,
  slot text NOT NULL,
  locale text DEFAULT ''::text NOT NULL,
  version integer NOT NULL,
  subject text,
  source text NOT NULL,
  base_source text NOT NULL,
  base_fingerprint text NOT NULL,
  state text NOT NULL,
  created_at timestamp with time zone NOT NULL,
  created_by uuid,
  published_at timestamp with time zone,
  published_by uuid,
  CONSTRAINT own_templates_check CHECK (((state <> 'published'::text) OR (published_at IS NOT NULL))),
  CONSTRAINT own_templates_locale_check CHECK ((locale ~ '^([a-z]{2,3}(-[A-Za-z0-9]{2,8})*)?$'::text)),
  CONSTRAINT own_templates_pkey PRIMARY KEY (id),
  CONSTRAINT own_templates_slot_check CHECK ((slot ~ '^[a-z]+(/[a-z_.]+)?$'::text)),
  CONSTRAINT own_templates_slot_locale_version_key UNIQUE (slot, locale, version),
  CONSTRAINT own_templates_source_check CHECK (((length(source) >= 1) AND (length(source) <= 65536))),
  CONSTRAINT own_templates_state_check CHECK ((state = ANY (ARRAY['draft'::text, 'published'::text, 'superseded'::text]))),
  CONSTRAINT own_templates_subject_check CHECK ((length(subject) <= 400)),
  CONSTRAINT own_templates_version_check CHECK ((version > 0))
);

CREATE TABLE page_links (
  id uuid NOT NULL,
  page_id uuid NOT NULL,
  token_hash text NOT NULL,
  created_at timestamp with time zone NOT NULL,
  created_by uuid,
  expires_at timestamp with time zone NOT NULL,
  CONSTRAINT page_links_pkey PRIMARY KEY (id),
  CONSTRAINT page_links_token_hash_key UNIQUE (token_hash)
);

CREATE TABLE page_versions (
  page_id uuid NOT NULL,
  version integer NOT NULL,
  title jsonb NOT NULL,
  body jsonb NOT NULL,
  change_note jsonb DEFAULT '{}'::jsonb NOT NULL,
  effective_on date,
  published_at timestamp with time zone,
  created_at timestamp with time zone NOT NULL,
  created_by uuid,
  publish_at timestamp with time zone,
  CONSTRAINT page_versions_pkey PRIMARY KEY (page_id, version)
);

CREATE TABLE pages (
  id uuid NOT NULL,
  slug text NOT NULL,
  purpose text DEFAULT 'page'::text NOT NULL,
  in_footer boolean DEFAULT false NOT NULL,
  "position" integer DEFAULT 0 NOT NULL,
  created_at timestamp with time zone NOT NULL,
  archived_at timestamp with time zone,
  CONSTRAINT pages_pkey PRIMARY KEY (id),
  CONSTRAINT pages_purpose_check CHECK ((purpose = ANY (ARRAY['page'::text, 'about'::text, 'terms'::text, 'privacy'::text, 'conduct'::text, 'accessibility'::text, 'guide'::text]))),
  CONSTRAINT pages_slug_check CHECK ((slug ~ '^[a-z][a-z0-9-]{0,60}$'::text)),
  CONSTRAINT pages_slug_key UNIQUE (slug)
);

CREATE TABLE people (
  id uuid NOT NULL,
  email text,
  display_name text NOT NULL,
  role text DEFAULT 'member'::text NOT NULL,
  state text DEFAULT 'active'::text NOT NULL,
  state_reason text,
  assurance text DEFAULT 'none'::text NOT NULL,
  password_hash text,
  locale text,
  bio text DEFAULT ''::text NOT NULL,
  department_id uuid,
  birth_year smallint,
  sex text,
  source text DEFAULT 'registered'::text NOT NULL,
  created_at timestamp with time zone NOT NULL,
  email_verified_at timestamp with time zone,
  closed_at timestamp with time zone,
  banned_until date,
  idle_warned_at timestamp with time zone,
  CONSTRAINT people_assurance_check CHECK ((assurance = ANY (ARRAY['none'::text, 'email'::text, 'verified'::text]))),
  CONSTRAINT people_bio_check CHECK ((length(bio) <= 1000)),
  CONSTRAINT people_birth_year_check CHECK (((birth_year >= 1890) AND (birth_year <= 2100))),
  CONSTRAINT people_check CHECK (((state <> 'closed'::text) OR ((email IS NULL) AND (password_hash IS NULL) AND (closed_at IS NOT NULL)))),
  CONSTRAINT people_display_name_check CHECK (((length(display_name) >= 1) AND (length(display_name) <= 60))),
  CONSTRAINT people_email_check CHECK ((email = lower(email))),
  CONSTRAINT people_pkey PRIMARY KEY (id),
  CONSTRAINT people_role_check CHECK ((role = ANY (ARRAY['member'::text, 'organiser'::text, 'officer'::text, 'administrator'::text]))),
  CONSTRAINT people_sex_check CHECK ((sex = ANY (ARRAY['f'::text, 'm'::text, 'x'::text]))),
  CONSTRAINT people_source_check CHECK ((source = ANY (ARRAY['registered'::text, 'invited'::text, 'imported'::text, 'confirmed'::text, 'demo'::text]))),
  CONSTRAINT people_state_check CHECK ((state = ANY (ARRAY['active'::text, 'waiting'::text, 'banned'::text, 'closed'::text]))),
  CONSTRAINT people_state_reason_check CHECK ((length(state_reason) <= 1000))
);

CREATE TABLE phases (
  id uuid NOT NULL,
  process_id uuid NOT NULL,
  slug text NOT NULL,
  title jsonb NOT NULL,
  starts_on date,
  ends_on date,
  "precision" text DEFAULT 'day'::text NOT NULL,
  "position" integer NOT NULL,
  CONSTRAINT phases_check CHECK (((ends_on IS NULL) OR (starts_on IS NULL) OR (starts_on <= ends_on))),
  CONSTRAINT phases_pkey PRIMARY KEY (id),
  CONSTRAINT phases_precision_check CHECK (("precision" = ANY (ARRAY['day'::text, 'month'::text, 'season'::text, 'year'::text, 'open'::text]))),
  CONSTRAINT phases_process_id_slug_key UNIQUE (process_id, slug)
);

CREATE TABLE post_files (
  post_id uuid NOT NULL,
  media_id uuid NOT NULL,
  "position" smallint NOT NULL,
  CONSTRAINT post_files_pkey PRIMARY KEY (post_id, media_id),
  CONSTRAINT post_files_position_check CHECK ((("position" >= 0) AND ("position" <= 19)))
);

CREATE TABLE posts (
  id uuid NOT NULL,
  body text NOT NULL,
  CONSTRAINT posts_body_check CHECK (((length(body) >= 1) AND (length(body) <= 50000))),
  CONSTRAINT posts_pkey PRIMARY KEY (id)
);

CREATE TABLE preview_links (
  id uuid NOT NULL,
  process_id uuid NOT NULL,
  token_hash text NOT NULL,
  created_by uuid,
  created_at timestamp with time zone NOT NULL,
  expires_at timestamp with time zone NOT NULL,
  revoked_at timestamp with time zone,
  CONSTRAINT preview_links_check CHECK ((expires_at > created_at)),
  CONSTRAINT preview_links_pkey PRIMARY KEY (id),
  CONSTRAINT preview_links_token_hash_key UNIQUE (token_hash)
);

CREATE TABLE processes (
  id uuid NOT NULL,
  space_id uuid NOT NULL,
  slug text NOT NULL,
  title jsonb NOT NULL,
  purpose jsonb DEFAULT '{}'::jsonb NOT NULL,
  body jsonb DEFAULT '{}'::jsonb NOT NULL,
  decides jsonb DEFAULT '{}'::jsonb NOT NULL,
  state text DEFAULT 'draft'::text NOT NULL,
  result jsonb DEFAULT '{}'::jsonb NOT NULL,
  "position" integer DEFAULT 0 NOT NULL,
  created_at timestamp with time zone NOT NULL,
  revision integer DEFAULT 1 NOT NULL,
  publish_at timestamp with time zone,
  published_at timestamp with time zone,
  CONSTRAINT processes_pkey PRIMARY KEY (id),
  CONSTRAINT processes_scheduled CHECK (((publish_at IS NULL) OR (state = 'draft'::text))),
  CONSTRAINT processes_slug_check CHECK ((slug ~ '^[a-z][a-z0-9-]{0,60}$'::text)),
  CONSTRAINT processes_space_id_slug_key UNIQUE (space_id, slug),
  CONSTRAINT processes_state_check CHECK ((state = ANY (ARRAY['draft'::text, 'open'::text, 'closed'::text])))
);

CREATE TABLE progress (
  id uuid NOT NULL,
  subject_id uuid NOT NULL,
  status text NOT NULL,
  body text NOT NULL,
  next_report_on date,
  author_id uuid,
  at timestamp with time zone NOT NULL,
  CONSTRAINT progress_body_check CHECK (((length(body) >= 1) AND (length(body) <= 10000))),
  CONSTRAINT progress_pkey PRIMARY KEY (id),
  CONSTRAINT progress_status_check CHECK ((status = ANY (ARRAY['planned'::text, 'under_way'::text, 'done'::text, 'stopped'::text])))
);

CREATE TABLE proposals (
  id uuid NOT NULL,
  background text DEFAULT ''::text NOT NULL,
  content text NOT NULL,
  place text DEFAULT ''::text NOT NULL,
  latitude double precision,
  longitude double precision,
  cost bigint,
  threshold integer,
  answer_days integer NOT NULL,
  collecting_until timestamp with time zone,
  supports_at_review integer,
  reminded_at timestamp with time zone,
  overdue_at timestamp with time zone,
  CONSTRAINT proposals_answer_days_check CHECK (((answer_days >= 1) AND (answer_days <= 730))),
  CONSTRAINT proposals_check CHECK (((latitude IS NULL) = (longitude IS NULL))),
  CONSTRAINT proposals_content_check CHECK (((length(content) >= 1) AND (length(content) <= 20000))),
  CONSTRAINT proposals_cost_check CHECK ((cost >= 0)),
  CONSTRAINT proposals_latitude_check CHECK (((latitude >= ('-90'::integer)::double precision) AND (latitude <= (90)::double precision))),
  CONSTRAINT proposals_longitude_check CHECK (((longitude >= ('-180'::integer)::double precision) AND (longitude <= (180)::double precision))),
  CONSTRAINT proposals_pkey PRIMARY KEY (id),
  CONSTRAINT proposals_place_check CHECK ((length(place) <= 200)),
  CONSTRAINT proposals_threshold_check CHECK ((threshold > 0))
);

CREATE TABLE reactions (
  subject_id uuid NOT NULL,
  person_id uuid NOT NULL,
  at timestamp with time zone NOT NULL,
  CONSTRAINT reactions_pkey PRIMARY KEY (subject_id, person_id)
);

CREATE TABLE recovery_codes (
  person_id uuid NOT NULL,
  code_hash text NOT NULL,
  used_at timestamp with time zone,
  CONSTRAINT recovery_codes_pkey PRIMARY KEY (person_id, code_hash)
);

CREATE TABLE role_holders (
  id uuid NOT NULL,
  role_id uuid NOT NULL,
  person_id uuid NOT NULL,
  space_id uuid,
  given_by uuid,
  given_at timestamp with time zone NOT NULL,
  CONSTRAINT role_holders_pkey PRIMARY KEY (id),
  CONSTRAINT role_holders_role_id_person_id_space_id_key UNIQUE NULLS NOT DISTINCT (role_id, person_id, space_id)
);

CREATE TABLE roles (
  id uuid NOT NULL,
  name jsonb NOT NULL,
  permissions text[] NOT NULL,
  revision integer DEFAULT 1 NOT NULL,
  created_at timestamp with time zone NOT NULL,
  changed_at timestamp with time zone NOT NULL,
  CONSTRAINT roles_permissions_check CHECK (((cardinality(permissions) >= 1) AND (cardinality(permissions) <= 100))),
  CONSTRAINT roles_pkey PRIMARY KEY (id)
);

CREATE TABLE saved_views (
  id uuid NOT NULL,
  person_id uuid NOT NULL,
  screen text NOT NULL,
  name text NOT NULL,
  search text NOT NULL,
  shared boolean DEFAULT false NOT NULL,
  created_at timestamp with time zone NOT NULL,
  CONSTRAINT saved_views_name_check CHECK (((length(name) >= 1) AND (length(name) <= 60))),
  CONSTRAINT saved_views_person_id_screen_name_key UNIQUE (person_id, screen, name),
  CONSTRAINT saved_views_pkey PRIMARY KEY (id),
  CONSTRAINT saved_views_screen_check CHECK (((length(screen) >= 1) AND (length(screen) <= 100))),
  CONSTRAINT saved_views_search_check CHECK ((length(search) <= 2000))
);

CREATE TABLE second_factors (
  person_id uuid NOT NULL,
  sealed text NOT NULL,
  used_step bigint NOT NULL,
  enrolled_at timestamp with time zone NOT NULL,
  CONSTRAINT second_factors_pkey PRIMARY KEY (person_id)
);

CREATE TABLE sessions (
  id uuid NOT NULL,
  person_id uuid NOT NULL,
  token_hash text NOT NULL,
  user_agent text DEFAULT ''::text NOT NULL,
  address text DEFAULT ''::text NOT NULL,
  created_at timestamp with time zone NOT NULL,
  last_seen_at timestamp with time zone NOT NULL,
  expires_at timestamp with time zone NOT NULL,
  revoked_at timestamp with time zone,
  factor_at timestamp with time zone,
  CONSTRAINT sessions_pkey PRIMARY KEY (id),
  CONSTRAINT sessions_token_hash_key UNIQUE (token_hash)
);

CREATE TABLE settings (
  name text NOT NULL,
  value jsonb NOT NULL,
  revision integer DEFAULT 1 NOT NULL,
  changed_at timestamp with time zone NOT NULL,
  changed_by uuid,
  CONSTRAINT settings_pkey PRIMARY KEY (name)
);

CREATE TABLE sign_ins (
  id uuid NOT NULL,
  person_id uuid,
  email_hash text NOT NULL,
  how text NOT NULL,
  succeeded boolean NOT NULL,
  address text DEFAULT ''::text NOT NULL,
  user_agent text DEFAULT ''::text NOT NULL,
  at timestamp with time zone NOT NULL,
  CONSTRAINT sign_ins_how_check CHECK ((how = ANY (ARRAY['link'::text, 'password'::text, 'code'::text]))),
  CONSTRAINT sign_ins_pkey PRIMARY KEY (id)
);

CREATE TABLE site_exports (
  id uuid NOT NULL,
  person_id uuid NOT NULL,
  people boolean NOT NULL,
  secret_hash text NOT NULL,
  created_at timestamp with time zone NOT NULL,
  expires_at timestamp with time zone NOT NULL,
  used_at timestamp with time zone,
  CONSTRAINT site_exports_pkey PRIMARY KEY (id),
  CONSTRAINT site_exports_secret_hash_key UNIQUE (secret_hash)
);

CREATE TABLE site_values (
  key text NOT NULL,
  value jsonb NOT NULL,
  changed_at timestamp with time zone NOT NULL,
  changed_by uuid,
  CONSTRAINT site_values_pkey PRIMARY KEY (key)
);

CREATE TABLE spaces (
  id uuid NOT NULL,
  slug text NOT NULL,
  kind text DEFAULT 'group'::text NOT NULL,
  name jsonb NOT NULL,
  summary jsonb DEFAULT '{}'::jsonb NOT NULL,
  visibility text DEFAULT 'public'::text NOT NULL,
  joining text DEFAULT 'open'::text NOT NULL,
  "position" integer DEFAULT 0 NOT NULL,
  member_count integer DEFAULT 0 NOT NULL,
  created_at timestamp with time zone NOT NULL,
  archived_at timestamp with time zone,
  revision integer DEFAULT 1 NOT NULL,
  cover jsonb,
  CONSTRAINT spaces_cover_check CHECK (((cover ? 'media'::text) AND (cover ? 'width'::text) AND (cover ? 'height'::text) AND (cover ? 'alt'::text))),
  CONSTRAINT spaces_joining_check CHECK ((joining = ANY (ARRAY['open'::text, 'approval'::text, 'invitation'::text]))),
  CONSTRAINT spaces_kind_check CHECK ((kind = ANY (ARRAY['site'::text, 'group'::text, 'council'::text, 'committee'::text, 'youth'::text]))),
  CONSTRAINT spaces_pkey PRIMARY KEY (id),
  CONSTRAINT spaces_slug_check CHECK ((slug ~ '^[a-z][a-z0-9-]{0,38}$'::text)),
  CONSTRAINT spaces_slug_key UNIQUE (slug),
  CONSTRAINT spaces_visibility_check CHECK ((visibility = ANY (ARRAY['public'::text, 'members'::text])))
);

CREATE TABLE subject_entries (
  subject_id uuid NOT NULL,
  source text NOT NULL,
  name text,
  entered_by uuid,
  entered_at timestamp with time zone NOT NULL,
  CONSTRAINT subject_entries_name_check CHECK (((length(name) >= 1) AND (length(name) <= 60))),
  CONSTRAINT subject_entries_pkey PRIMARY KEY (subject_id),
  CONSTRAINT subject_entries_source_check CHECK ((source = ANY (ARRAY['paper'::text, 'phone'::text, 'counter'::text, 'event'::text])))
);

CREATE TABLE subjects (
  id uuid NOT NULL,
  kind text NOT NULL,
  space_id uuid NOT NULL,
  activity_id uuid NOT NULL,
  number integer NOT NULL,
  author_id uuid,
  author_hidden boolean DEFAULT false NOT NULL,
  title text NOT NULL,
  summary text DEFAULT ''::text NOT NULL,
  category_id uuid,
  locale text NOT NULL,
  state text NOT NULL,
  state_since timestamp with time zone NOT NULL,
  pinned boolean DEFAULT false NOT NULL,
  relate_count integer DEFAULT 0 NOT NULL,
  support_count integer DEFAULT 0 NOT NULL,
  comment_count integer DEFAULT 0 NOT NULL,
  source_key text,
  search tsvector DEFAULT ''::tsvector NOT NULL,
  search_text text DEFAULT ''::text NOT NULL,
  created_at timestamp with time zone NOT NULL,
  published_at timestamp with time zone,
  edited_at timestamp with time zone,
  hidden_at timestamp with time zone,
  active_at timestamp with time zone NOT NULL,
  CONSTRAINT subjects_pkey PRIMARY KEY (id),
  CONSTRAINT subjects_space_id_kind_number_key UNIQUE (space_id, kind, number),
  CONSTRAINT subjects_title_check CHECK (((length(title) >= 1) AND (length(title) <= 200)))
);

CREATE TABLE support_visits (
  id uuid NOT NULL,
  operator text NOT NULL,
  reason text NOT NULL,
  on_behalf_of text,
  may_write boolean DEFAULT false NOT NULL,
  link_hash text,
  session_hash text,
  opened_at timestamp with time zone NOT NULL,
  entered_at timestamp with time zone,
  expires_at timestamp with time zone NOT NULL,
  ended_at timestamp with time zone,
  ended_by uuid,
  CONSTRAINT support_visits_check CHECK ((expires_at <= (opened_at + '00:30:00'::interval))),
  CONSTRAINT support_visits_link_hash_key UNIQUE (link_hash),
  CONSTRAINT support_visits_pkey PRIMARY KEY (id),
  CONSTRAINT support_visits_reason_check CHECK (((length(reason) >= 5) AND (length(reason) <= 500))),
  CONSTRAINT support_visits_session_hash_key UNIQUE (session_hash)
);

CREATE TABLE supports (
  subject_id uuid NOT NULL,
  person_id uuid NOT NULL,
  name_hidden boolean DEFAULT false NOT NULL,
  at timestamp with time zone NOT NULL,
  CONSTRAINT supports_pkey PRIMARY KEY (subject_id, person_id)
);

CREATE TABLE tallies (
  subject_id uuid NOT NULL,
  kind text NOT NULL,
  slot smallint NOT NULL,
  n integer NOT NULL,
  CONSTRAINT tallies_kind_check CHECK ((kind = ANY (ARRAY['relate'::text, 'support'::text, 'comment'::text]))),
  CONSTRAINT tallies_pkey PRIMARY KEY (subject_id, kind, slot)
);

CREATE TABLE transitions (
  id uuid NOT NULL,
  subject_id uuid NOT NULL,
  from_state text,
  to_state text NOT NULL,
  actor_id uuid,
  rule text,
  reason text,
  at timestamp with time zone NOT NULL,
  CONSTRAINT transitions_check CHECK (((actor_id IS NOT NULL) OR (rule IS NOT NULL))),
  CONSTRAINT transitions_pkey PRIMARY KEY (id)
);

CREATE TABLE uploads (
  id uuid NOT NULL,
  owner_id uuid NOT NULL,
  width integer NOT NULL,
  height integer NOT NULL,
  bytes integer NOT NULL,
  sha256 text NOT NULL,
  created_at timestamp with time zone NOT NULL,
  expires_at timestamp with time zone NOT NULL,
  CONSTRAINT uploads_bytes_check CHECK ((bytes > 0)),
  CONSTRAINT uploads_pkey PRIMARY KEY (id)
);

CREATE TABLE warnings (
  key text NOT NULL,
  label text NOT NULL,
  count integer DEFAULT 1 NOT NULL,
  href text NOT NULL,
  act text NOT NULL,
  kind text NOT NULL,
  urgent boolean DEFAULT false NOT NULL,
  at timestamp with time zone NOT NULL,
  CONSTRAINT warnings_count_check CHECK ((count > 0)),
  CONSTRAINT warnings_key_check CHECK ((length(key) <= 200)),
  CONSTRAINT warnings_pkey PRIMARY KEY (key)
);

CREATE TABLE windows (
  id uuid NOT NULL,
  activity_id uuid NOT NULL,
  phase_id uuid,
  interactions text[] NOT NULL,
  CONSTRAINT windows_activity_id_phase_id_key UNIQUE NULLS NOT DISTINCT (activity_id, phase_id),
  CONSTRAINT windows_pkey PRIMARY KEY (id)
);

CREATE INDEX activities_process ON activities USING btree (process_id);

CREATE INDEX answer_drafts_submitted ON answer_drafts USING btree (submitted_at) WHERE (state = 'submitted'::text);

CREATE INDEX api_tokens_person ON api_tokens USING btree (person_id);

CREATE UNIQUE INDEX assignments_current ON assignments USING btree (subject_id) WHERE (ended_at IS NULL);

CREATE INDEX assignments_due ON assignments USING btree (due_on) WHERE (ended_at IS NULL);

CREATE INDEX assignments_officer ON assignments USING btree (officer_id, due_on) WHERE (ended_at IS NULL);

CREATE INDEX audit_at ON audit USING btree (at DESC, id);

CREATE INDEX audit_object ON audit USING btree (object_id, at DESC);

CREATE INDEX bulk_acts_recent ON bulk_acts USING btree (created_at DESC);

CREATE INDEX comment_reactions_person ON comment_reactions USING btree (person_id);

CREATE INDEX comments_author ON comments USING btree (author_id, created_at DESC);

CREATE INDEX comments_parent ON comments USING btree (parent_id);

CREATE INDEX comments_roots ON comments USING btree (subject_id, created_at DESC, id) WHERE (parent_id IS NULL);

CREATE UNIQUE INDEX comments_source ON comments USING btree (source_key) WHERE (source_key IS NOT NULL);

CREATE INDEX comments_thread ON comments USING btree (root_id, path);

CREATE INDEX consents_person ON consents USING btree (person_id, document);

CREATE INDEX events_at ON events USING btree (at, id);

CREATE INDEX events_subject ON events USING btree (subject_id, at);

CREATE INDEX follows_person ON follows USING btree (person_id);

CREATE INDEX invitations_batch ON invitations USING btree (batch_id, state);

CREATE INDEX invitations_created ON invitations USING btree (created_at DESC, id DESC);

CREATE INDEX invitations_link ON invitations USING btree (link_id);

CREATE UNIQUE INDEX invitations_open ON invitations USING btree (email) WHERE (state = ANY (ARRAY['waiting'::text, 'sent'::text]));

CREATE INDEX invitations_role ON invitations USING btree (role_id);

CREATE INDEX list_exports_person ON list_exports USING btree (person_id);

CREATE INDEX list_files_expires ON list_files USING btree (expires_at);

CREATE INDEX list_files_person ON list_files USING btree (person_id, created_at DESC, id DESC);

CREATE UNIQUE INDEX looks_current ON looks USING btree (state) WHERE (state <> 'superseded'::text);

CREATE INDEX mail_links_email ON mail_links USING btree (email, created_at);

CREATE INDEX mail_links_person ON mail_links USING btree (person_id);

CREATE INDEX mails_created ON mails USING btree (created_at DESC, id);

CREATE INDEX mails_due ON mails USING btree (due_at) WHERE (state = ANY (ARRAY['waiting'::text, 'sending'::text]));

CREATE INDEX mails_link ON mails USING btree (link_id);

CREATE INDEX mails_person ON mails USING btree (person_id);

CREATE INDEX mails_withheld ON mails USING btree (created_at, id) WHERE (state = 'withheld'::text);

CREATE INDEX media_library ON media USING btree (created_at, id) WHERE (subject_id IS NULL);

CREATE INDEX media_owner ON media USING btree (owner_id);

CREATE INDEX media_sha256 ON media USING btree (sha256);

CREATE INDEX media_subject ON media USING btree (subject_id, "position");

CREATE INDEX memberships_person ON memberships USING btree (person_id);

CREATE INDEX menu_items_parent ON menu_items USING btree (parent_id);

CREATE INDEX notices_digest ON notices USING btree (person_id, at) WHERE (mail = 'digest'::text);

CREATE INDEX notices_mail ON notices USING btree (mail_id);

CREATE INDEX notices_person ON notices USING btree (person_id, at DESC, id DESC) WHERE on_site;

CREATE INDEX notices_subject ON notices USING btree (subject_id);

CREATE INDEX notices_unread ON notices USING btree (person_id) WHERE ((read_at IS NULL) AND on_site);

CREATE UNIQUE INDEX own_templates_current ON own_templates USING btree (slot, locale, state) WHERE (state <> 'superseded'::text);

CREATE INDEX page_links_page ON page_links USING btree (page_id);

CREATE UNIQUE INDEX people_display_name ON people USING btree (lower(display_name)) WHERE ((state <> 'closed'::text) AND (source <> 'imported'::text));

CREATE UNIQUE INDEX people_email ON people USING btree (email) WHERE (email IS NOT NULL);

CREATE INDEX post_files_media ON post_files USING btree (media_id);

CREATE INDEX preview_links_process ON preview_links USING btree (process_id);

CREATE INDEX progress_subject ON progress USING btree (subject_id, at);

CREATE INDEX proposals_collecting ON proposals USING btree (collecting_until);

CREATE INDEX reactions_person ON reactions USING btree (person_id, at DESC);

CREATE INDEX role_holders_person ON role_holders USING btree (person_id);

CREATE INDEX role_holders_space ON role_holders USING btree (space_id);

CREATE INDEX saved_views_screen ON saved_views USING btree (screen) WHERE shared;

CREATE INDEX sessions_person ON sessions USING btree (person_id, last_seen_at DESC);

CREATE INDEX sign_ins_at ON sign_ins USING btree (at);

CREATE INDEX sign_ins_email ON sign_ins USING btree (email_hash, at);

CREATE INDEX sign_ins_person ON sign_ins USING btree (person_id, at DESC);

CREATE INDEX site_exports_person ON site_exports USING btree (person_id);

CREATE INDEX subjects_active ON subjects USING btree (active_at DESC, id DESC);

CREATE INDEX subjects_activity ON subjects USING btree (activity_id, state, published_at DESC);

CREATE INDEX subjects_author ON subjects USING btree (author_id, published_at DESC);

CREATE INDEX subjects_came ON subjects USING btree (COALESCE(published_at, created_at) DESC, id DESC);

CREATE INDEX subjects_category ON subjects USING btree (category_id, state, published_at DESC);

CREATE INDEX subjects_comments ON subjects USING btree (kind, comment_count DESC, id DESC);

CREATE INDEX subjects_new ON subjects USING btree (kind, published_at DESC, id DESC) WHERE ((published_at IS NOT NULL) AND (hidden_at IS NULL));

CREATE INDEX subjects_results ON subjects USING btree (state, state_since DESC) WHERE (state = ANY (ARRAY['done'::text, 'under_way'::text, 'answered'::text]));

CREATE INDEX subjects_search ON subjects USING gin (search);

CREATE UNIQUE INDEX subjects_source ON subjects USING btree (source_key) WHERE (source_key IS NOT NULL);

CREATE INDEX subjects_state ON subjects USING btree (kind, state, published_at DESC);

CREATE INDEX subjects_support ON subjects USING btree (kind, support_count DESC, id DESC);

CREATE INDEX support_visits_opened ON support_visits USING btree (opened_at DESC, id DESC);

CREATE INDEX supports_person ON supports USING btree (person_id, at DESC);

CREATE INDEX supports_subject_at ON supports USING btree (subject_id, at DESC, person_id);

CREATE INDEX transitions_subject ON transitions USING btree (subject_id, at, id);

CREATE INDEX uploads_expiry ON uploads USING btree (expires_at);

CREATE INDEX uploads_owner ON uploads USING btree (owner_id, expires_at);

CREATE INDEX windows_phase ON windows USING btree (phase_id);

ALTER TABLE activities ADD CONSTRAINT activities_process_id_fkey FOREIGN KEY (process_id) REFERENCES processes(id) ON DELETE CASCADE;

ALTER TABLE activities ADD CONSTRAINT activities_space_id_fkey FOREIGN KEY (space_id) REFERENCES spaces(id);

ALTER TABLE answer_drafts ADD CONSTRAINT answer_drafts_author_id_fkey FOREIGN KEY (author_id) REFERENCES people(id) ON DELETE SET NULL;

ALTER TABLE answer_drafts ADD CONSTRAINT answer_drafts_decided_by_fkey FOREIGN KEY (decided_by) REFERENCES people(id) ON DELETE SET NULL;

ALTER TABLE answer_drafts ADD CONSTRAINT answer_drafts_subject_id_fkey FOREIGN KEY (subject_id) REFERENCES subjects(id) ON DELETE CASCADE;

ALTER TABLE answer_templates ADD CONSTRAINT answer_templates_department_id_fkey FOREIGN KEY (department_id) REFERENCES departments(id) ON DELETE CASCADE;

ALTER TABLE answers ADD CONSTRAINT answers_department_id_fkey FOREIGN KEY (department_id) REFERENCES departments(id);

ALTER TABLE answers ADD CONSTRAINT answers_officer_id_fkey FOREIGN KEY (officer_id) REFERENCES people(id);

ALTER TABLE answers ADD CONSTRAINT answers_subject_id_fkey FOREIGN KEY (subject_id) REFERENCES subjects(id) ON DELETE CASCADE;

ALTER TABLE api_tokens ADD CONSTRAINT api_tokens_person_id_fkey FOREIGN KEY (person_id) REFERENCES people(id) ON DELETE CASCADE;

ALTER TABLE assignments ADD CONSTRAINT assignments_assigned_by_fkey FOREIGN KEY (assigned_by) REFERENCES people(id);

ALTER TABLE assignments ADD CONSTRAINT assignments_department_id_fkey FOREIGN KEY (department_id) REFERENCES departments(id);

ALTER TABLE assignments ADD CONSTRAINT assignments_officer_id_fkey FOREIGN KEY (officer_id) REFERENCES people(id);

ALTER TABLE assignments ADD CONSTRAINT assignments_subject_id_fkey FOREIGN KEY (subject_id) REFERENCES subjects(id) ON DELETE CASCADE;

ALTER TABLE bulk_acts ADD CONSTRAINT bulk_acts_person_id_fkey FOREIGN KEY (person_id) REFERENCES people(id) ON DELETE SET NULL;

ALTER TABLE categories ADD CONSTRAINT categories_department_id_fkey FOREIGN KEY (department_id) REFERENCES departments(id) ON DELETE SET NULL;

ALTER TABLE comment_reactions ADD CONSTRAINT comment_reactions_comment_id_fkey FOREIGN KEY (comment_id) REFERENCES comments(id) ON DELETE CASCADE;

ALTER TABLE comment_reactions ADD CONSTRAINT comment_reactions_person_id_fkey FOREIGN KEY (person_id) REFERENCES people(id) ON DELETE CASCADE;

ALTER TABLE comments ADD CONSTRAINT comments_author_id_fkey FOREIGN KEY (author_id) REFERENCES people(id);

ALTER TABLE comments ADD CONSTRAINT comments_parent_id_fkey FOREIGN KEY (parent_id) REFERENCES comments(id) ON DELETE CASCADE;

ALTER TABLE comments ADD CONSTRAINT comments_subject_id_fkey FOREIGN KEY (subject_id) REFERENCES subjects(id) ON DELETE CASCADE;

ALTER TABLE consents ADD CONSTRAINT consents_person_id_fkey FOREIGN KEY (person_id) REFERENCES people(id) ON DELETE CASCADE;

ALTER TABLE departments ADD CONSTRAINT departments_approver_id_fkey FOREIGN KEY (approver_id) REFERENCES people(id) ON DELETE SET NULL;

ALTER TABLE factor_seeds ADD CONSTRAINT factor_seeds_person_id_fkey FOREIGN KEY (person_id) REFERENCES people(id) ON DELETE CASCADE;

ALTER TABLE follows ADD CONSTRAINT follows_person_id_fkey FOREIGN KEY (person_id) REFERENCES people(id) ON DELETE CASCADE;

ALTER TABLE follows ADD CONSTRAINT follows_subject_id_fkey FOREIGN KEY (subject_id) REFERENCES subjects(id) ON DELETE CASCADE;

ALTER TABLE home_versions ADD CONSTRAINT home_versions_created_by_fkey FOREIGN KEY (created_by) REFERENCES people(id) ON DELETE SET NULL;

ALTER TABLE invitations ADD CONSTRAINT invitations_invited_by_fkey FOREIGN KEY (invited_by) REFERENCES people(id) ON DELETE SET NULL;

ALTER TABLE invitations ADD CONSTRAINT invitations_link_id_fkey FOREIGN KEY (link_id) REFERENCES mail_links(id) ON DELETE SET NULL;

ALTER TABLE invitations ADD CONSTRAINT invitations_role_id_fkey FOREIGN KEY (role_id) REFERENCES roles(id) ON DELETE SET NULL;

ALTER TABLE list_exports ADD CONSTRAINT list_exports_person_id_fkey FOREIGN KEY (person_id) REFERENCES people(id) ON DELETE CASCADE;

ALTER TABLE list_file_parts ADD CONSTRAINT list_file_parts_file_id_fkey FOREIGN KEY (file_id) REFERENCES list_files(id) ON DELETE CASCADE;

ALTER TABLE list_files ADD CONSTRAINT list_files_person_id_fkey FOREIGN KEY (person_id) REFERENCES people(id) ON DELETE CASCADE;

ALTER TABLE looks ADD CONSTRAINT looks_created_by_fkey FOREIGN KEY (created_by) REFERENCES people(id) ON DELETE SET NULL;

ALTER TABLE mail_links ADD CONSTRAINT mail_links_person_id_fkey FOREIGN KEY (person_id) REFERENCES people(id) ON DELETE CASCADE;

ALTER TABLE mails ADD CONSTRAINT mails_link_id_fkey FOREIGN KEY (link_id) REFERENCES mail_links(id) ON DELETE SET NULL;

ALTER TABLE mails ADD CONSTRAINT mails_person_id_fkey FOREIGN KEY (person_id) REFERENCES people(id) ON DELETE SET NULL;

ALTER TABLE media ADD CONSTRAINT media_owner_id_fkey FOREIGN KEY (owner_id) REFERENCES people(id);

ALTER TABLE media ADD CONSTRAINT media_subject_id_fkey FOREIGN KEY (subject_id) REFERENCES subjects(id) ON DELETE CASCADE;

ALTER TABLE memberships ADD CONSTRAINT memberships_decided_by_fkey FOREIGN KEY (decided_by) REFERENCES people(id) ON DELETE SET NULL;

ALTER TABLE memberships ADD CONSTRAINT memberships_person_id_fkey FOREIGN KEY (person_id) REFERENCES people(id) ON DELETE CASCADE;

ALTER TABLE memberships ADD CONSTRAINT memberships_space_id_fkey FOREIGN KEY (space_id) REFERENCES spaces(id) ON DELETE CASCADE;

ALTER TABLE menu_items ADD CONSTRAINT menu_items_parent_id_fkey FOREIGN KEY (parent_id) REFERENCES menu_items(id) ON DELETE CASCADE;

ALTER TABLE notice_choices ADD CONSTRAINT notice_choices_person_id_fkey FOREIGN KEY (person_id) REFERENCES people(id) ON DELETE CASCADE;

ALTER TABLE notices ADD CONSTRAINT notices_event_id_fkey FOREIGN KEY (event_id) REFERENCES events(id) ON DELETE CASCADE;

ALTER TABLE notices ADD CONSTRAINT notices_mail_id_fkey FOREIGN KEY (mail_id) REFERENCES mails(id) ON DELETE SET NULL;

ALTER TABLE notices ADD CONSTRAINT notices_person_id_fkey FOREIGN KEY (person_id) REFERENCES people(id) ON DELETE CASCADE;

ALTER TABLE notices ADD CONSTRAINT notices_subject_id_fkey FOREIGN KEY (subject_id) REFERENCES subjects(id) ON DELETE CASCADE;

ALTER TABLE numbers ADD CONSTRAINT numbers_space_id_fkey FOREIGN KEY (space_id) REFERENCES spaces(id);

ALTER TABLE own_templates ADD CONSTRAINT own_templates_created_by_fkey FOREIGN KEY (created_by) REFERENCES people(id) ON DELETE SET NULL;

ALTER TABLE own_templates ADD CONSTRAINT own_templates_published_by_fkey FOREIGN KEY (published_by) REFERENCES people(id) ON DELETE SET NULL;

ALTER TABLE page_links ADD CONSTRAINT page_links_created_by_fkey FOREIGN KEY (created_by) REFERENCES people(id) ON DELETE SET NULL;

ALTER TABLE page_links ADD CONSTRAINT page_links_page_id_fkey FOREIGN KEY (page_id) REFERENCES pages(id) ON DELETE CASCADE;

ALTER TABLE page_versions ADD CONSTRAINT page_versions_created_by_fkey FOREIGN KEY (created_by) REFERENCES people(id) ON DELETE SET NULL;

ALTER TABLE page_versions ADD CONSTRAINT page_versions_page_id_fkey FOREIGN KEY (page_id) REFERENCES pages(id) ON DELETE CASCADE;

ALTER TABLE people ADD CONSTRAINT people_department FOREIGN KEY (department_id) REFERENCES departments(id);

ALTER TABLE phases ADD CONSTRAINT phases_process_id_fkey FOREIGN KEY (process_id) REFERENCES processes(id) ON DELETE CASCADE;

ALTER TABLE post_files ADD CONSTRAINT post_files_media_id_fkey FOREIGN KEY (media_id) REFERENCES media(id);

ALTER TABLE post_files ADD CONSTRAINT post_files_post_id_fkey FOREIGN KEY (post_id) REFERENCES posts(id) ON DELETE CASCADE;

ALTER TABLE posts ADD CONSTRAINT posts_id_fkey FOREIGN KEY (id) REFERENCES subjects(id) ON DELETE CASCADE;

ALTER TABLE preview_links ADD CONSTRAINT preview_links_created_by_fkey FOREIGN KEY (created_by) REFERENCES people(id) ON DELETE SET NULL;

ALTER TABLE preview_links ADD CONSTRAINT preview_links_process_id_fkey FOREIGN KEY (process_id) REFERENCES processes(id) ON DELETE CASCADE;

ALTER TABLE processes ADD CONSTRAINT processes_space_id_fkey FOREIGN KEY (space_id) REFERENCES spaces(id);

ALTER TABLE progress ADD CONSTRAINT progress_author_id_fkey FOREIGN KEY (author_id) REFERENCES people(id);

ALTER TABLE progress ADD CONSTRAINT progress_subject_id_fkey FOREIGN KEY (subject_id) REFERENCES subjects(id) ON DELETE CASCADE;

ALTER TABLE proposals ADD CONSTRAINT proposals_id_fkey FOREIGN KEY (id) REFERENCES subjects(id) ON DELETE CASCADE;

ALTER TABLE reactions ADD CONSTRAINT reactions_person_id_fkey FOREIGN KEY (person_id) REFERENCES people(id) ON DELETE CASCADE;

ALTER TABLE reactions ADD CONSTRAINT reactions_subject_id_fkey FOREIGN KEY (subject_id) REFERENCES subjects(id) ON DELETE CASCADE;

ALTER TABLE recovery_codes ADD CONSTRAINT recovery_codes_person_id_fkey FOREIGN KEY (person_id) REFERENCES people(id) ON DELETE CASCADE;

ALTER TABLE role_holders ADD CONSTRAINT role_holders_given_by_fkey FOREIGN KEY (given_by) REFERENCES people(id) ON DELETE SET NULL;

ALTER TABLE role_holders ADD CONSTRAINT role_holders_person_id_fkey FOREIGN KEY (person_id) REFERENCES people(id) ON DELETE CASCADE;

ALTER TABLE role_holders ADD CONSTRAINT role_holders_role_id_fkey FOREIGN KEY (role_id) REFERENCES roles(id) ON DELETE CASCADE;

ALTER TABLE role_holders ADD CONSTRAINT role_holders_space FOREIGN KEY (space_id) REFERENCES spaces(id) ON DELETE CASCADE;

ALTER TABLE saved_views ADD CONSTRAINT saved_views_person_id_fkey FOREIGN KEY (person_id) REFERENCES people(id) ON DELETE CASCADE;

ALTER TABLE second_factors ADD CONSTRAINT second_factors_person_id_fkey FOREIGN KEY (person_id) REFERENCES people(id) ON DELETE CASCADE;

ALTER TABLE sessions ADD CONSTRAINT sessions_person_id_fkey FOREIGN KEY (person_id) REFERENCES people(id) ON DELETE CASCADE;

ALTER TABLE settings ADD CONSTRAINT settings_changed_by_fkey FOREIGN KEY (changed_by) REFERENCES people(id) ON DELETE SET NULL;

ALTER TABLE sign_ins ADD CONSTRAINT sign_ins_person_id_fkey FOREIGN KEY (person_id) REFERENCES people(id) ON DELETE CASCADE;

ALTER TABLE site_exports ADD CONSTRAINT site_exports_person_id_fkey FOREIGN KEY (person_id) REFERENCES people(id) ON DELETE CASCADE;

ALTER TABLE site_values ADD CONSTRAINT site_values_changed_by_fkey FOREIGN KEY (changed_by) REFERENCES people(id) ON DELETE SET NULL;

ALTER TABLE subject_entries ADD CONSTRAINT subject_entries_entered_by_fkey FOREIGN KEY (entered_by) REFERENCES people(id) ON DELETE SET NULL;

ALTER TABLE subject_entries ADD CONSTRAINT subject_entries_subject_id_fkey FOREIGN KEY (subject_id) REFERENCES subjects(id) ON DELETE CASCADE;

ALTER TABLE subjects ADD CONSTRAINT subjects_activity_id_fkey FOREIGN KEY (activity_id) REFERENCES activities(id);

ALTER TABLE subjects ADD CONSTRAINT subjects_author_id_fkey FOREIGN KEY (author_id) REFERENCES people(id);

ALTER TABLE subjects ADD CONSTRAINT subjects_category_id_fkey FOREIGN KEY (category_id) REFERENCES categories(id) ON DELETE SET NULL;

ALTER TABLE subjects ADD CONSTRAINT subjects_space_id_fkey FOREIGN KEY (space_id) REFERENCES spaces(id);

ALTER TABLE supports ADD CONSTRAINT supports_person_id_fkey FOREIGN KEY (person_id) REFERENCES people(id) ON DELETE CASCADE;

ALTER TABLE supports ADD CONSTRAINT supports_subject_id_fkey FOREIGN KEY (subject_id) REFERENCES subjects(id) ON DELETE CASCADE;

ALTER TABLE tallies ADD CONSTRAINT tallies_subject_id_fkey FOREIGN KEY (subject_id) REFERENCES subjects(id) ON DELETE CASCADE;

ALTER TABLE transitions ADD CONSTRAINT transitions_actor_id_fkey FOREIGN KEY (actor_id) REFERENCES people(id);

ALTER TABLE transitions ADD CONSTRAINT transitions_subject_id_fkey FOREIGN KEY (subject_id) REFERENCES subjects(id) ON DELETE CASCADE;

ALTER TABLE uploads ADD CONSTRAINT uploads_owner_id_fkey FOREIGN KEY (owner_id) REFERENCES people(id) ON DELETE CASCADE;

ALTER TABLE windows ADD CONSTRAINT windows_activity_id_fkey FOREIGN KEY (activity_id) REFERENCES activities(id) ON DELETE CASCADE;

ALTER TABLE windows ADD CONSTRAINT windows_phase_id_fkey FOREIGN KEY (phase_id) REFERENCES phases(id) ON DELETE CASCADE;

REVOKE DELETE ON audit FROM tenant_rw;

REVOKE UPDATE ON audit FROM tenant_rw;
