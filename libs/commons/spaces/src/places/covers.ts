import { Injectable } from '@nestjs/common';
import { invalid } from '@madang/kernel';

/** A picture of the library, as a space shows it. */
export interface Cover {
  media: string;
  width: number;
  height: number;
  alt: string;
}

/** Where covers come from. The library offers itself when the program is put together; this part knows no pictures. */
@Injectable()
export class Covers {
  private find: (id: string) => Promise<Cover | undefined> = () => Promise.resolve(undefined);

  offer(find: (id: string) => Promise<Cover | undefined>): void {
    this.find = find;
  }

  /** @throws DomainError invalid where the library has no such picture */
  async of(id: string): Promise<Cover> {
    const found = await this.find(id);
    if (!found) throw invalid('invalid_input', [{ field: 'coverId', code: 'choice' }]);
    return found;
  }
}
