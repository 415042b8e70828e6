import { definePart } from '@madang/kernel';
import { BulkActs } from './bulk.service.js';
import { AnswerDrafts } from './drafts.service.js';
import { Entries } from './entries.service.js';
import { InputActs } from './input-acts.js';
import { inputsAccess, inputsPermissions } from './inputs.access.js';
import { InputsDesk } from './inputs.desk.js';
import { InputsNumbers } from './numbers.desk.js';
import { InputsReader } from './inputs.reader.js';
import { InputsResolver } from './inputs.resolver.js';
import { answerDraftTables } from './migrations/0047-answer-drafts.js';
import { inputsTables } from './migrations/0048-inputs.js';
import { inputsByTime } from './migrations/0068-inputs-by-time.js';
import { AnswerTemplates } from './templates.service.js';

export const inputs = definePart({
  name: 'inputs',
  home: import.meta.url,
  migrations: [answerDraftTables, inputsTables, inputsByTime],
  services: [InputActs, InputsReader, AnswerDrafts, AnswerTemplates, Entries, BulkActs],
  resolvers: [InputsResolver],
  tasks: [InputsDesk, InputsNumbers],
  lists: [InputsDesk],
  jobs: [BulkActs],
  permissions: inputsPermissions,
  grants: inputsAccess,
});
