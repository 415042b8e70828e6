import { Injectable } from '@nestjs/common';
import { context, db, inContext, stableId, tenant, type Actor } from '@madang/kernel';
import { Comments } from '@madang/commons-conversation';
import type { Seed, SeedComment, SeedLoader, SeedPost, SeedWorld } from '@madang/commons-site';
import { PostsReader } from './posts.reader.js';
import { Posts } from './posts.service.js';

/** Demo posts with their conversations, made through the services as their authors at their time. */
@Injectable()
export class PostSeeds implements SeedLoader {
  constructor(
    private readonly posts: Posts,
    private readonly reader: PostsReader,
    private readonly comments: Comments,
  ) {}

  /** Loading again adds nothing. @returns how many were new */
  async load({ posts }: Pick<Seed, 'posts'>, world: SeedWorld): Promise<number> {
    let made = 0;
    for (const seed of posts) if (await this.one(seed, world)) made += 1;
    return made;
  }

  private async one(seed: SeedPost, world: SeedWorld): Promise<boolean> {
    const sourceKey = `seed:post:${seed.key}`;
    if (await db().row('SELECT 1 FROM subjects WHERE source_key = $1', [sourceKey])) return false;
    const board = await this.reader.board(seed.space, seed.board);
    const id = stableId(tenant().id, sourceKey);
    await as(world.person(seed.author), world.at(seed.at), async () => {
      await this.posts.insert(board, {
        id,
        title: seed.title,
        body: seed.body,
        locale: seed.locale ?? tenant().locale,
        sourceKey,
      });
    });
    if (seed.pinned) await db().run('UPDATE subjects SET pinned = true WHERE id = $1', [id]);
    for (const comment of seed.comments) await this.say(comment, id, undefined, world);
    return true;
  }

  private async say(
    seed: SeedComment,
    subjectId: string,
    parentId: string | undefined,
    world: SeedWorld,
  ): Promise<void> {
    const at = world.at(seed.at);
    const id = await as(world.person(seed.author), at, () =>
      this.comments.write({ subjectId, parentId, body: seed.body, stance: seed.stance }, { at, unchecked: true }),
    );
    const relating = world.crowd.slice(0, seed.relates);
    if (relating.length > 0) {
      await db().run('INSERT INTO comment_reactions (comment_id, person_id, at) SELECT $1, unnest($2::uuid[]), $3', [
        id,
        relating,
        at,
      ]);
      await db().run('UPDATE comments SET relate_count = $2 WHERE id = $1', [id, relating.length]);
    }
    for (const reply of seed.replies) await this.say(reply, subjectId, id, world);
  }
}

/** Runs work in the current unit as somebody else at another time. */
const as = <T>(who: Actor, at: Date, work: () => Promise<T>): Promise<T> =>
  inContext({ ...context(), actor: who, now: () => at }, work);
