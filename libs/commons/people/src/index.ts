import { Injectable } from '@nestjs/common';
import { definePart, VISITOR, type Actor } from '@madang/kernel';
import { peopleTables } from './migrations/0002-people.js';
@Injectable()
export class PeopleReader {
  async recognise(_by: { sessionToken?: string; apiToken?: string }): Promise<Actor> { return VISITOR; }
}
export const people = definePart({ name: 'people', home: import.meta.url, migrations: [peopleTables], services: [PeopleReader] });
