import { definePart } from '@madang/kernel';
import { CountFollower } from './counts.js';
import { HistoryReader } from './history.reader.js';
import { subjectsTables } from './migrations/0004-subjects.js';
import { listOrders } from './migrations/0067-list-orders.js';
import { SearchPages } from './search.pages.js';
import { SearchResolver } from './search.resolver.js';
import { SearchReader } from './search.reader.js';
import { SubjectWriter } from './subject-writer.js';
import { TakingPart } from './taking-part.js';

export const subjects = definePart({
  name: 'subjects',
  home: import.meta.url,
  migrations: [subjectsTables, listOrders],
  services: [SubjectWriter, TakingPart, CountFollower, SearchReader, HistoryReader],
  resolvers: [SearchResolver],
  jobs: [CountFollower],
  pages: [SearchPages],
});
