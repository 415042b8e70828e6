import type { Actor } from '@madang/kernel';
import type { Seed } from './seed.schema.js';

/** Names and times of demo content, resolved by whoever loads it. */
export interface SeedWorld {
  /** A person by key, as the actor they are. */
  person(key: string): Actor;
  /** People without a name of their own, who lend their support. */
  crowd: readonly string[];
  departmentId(slug: string): Promise<string>;
  categoryId(slug: string): Promise<string | null>;
  /** A moment by its offset from day zero. */
  at(offset: string): Date;
  /** A day by its offset, YYYY-MM-DD. */
  day(offset: string): string;
}

/** A method's half of loading demo content: takes what is its own out of the seed. */
export interface SeedLoader {
  /** Loading again adds nothing. @returns how many were new */
  load(seed: Seed, world: SeedWorld): Promise<number>;
}
