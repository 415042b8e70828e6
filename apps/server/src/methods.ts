import type { Method } from '@madang/kernel';
import { posts } from '@madang/methods-posts';
import { proposals } from '@madang/methods-proposals';

/** Every way to take part. Adding a method is its folder and one line here. */
export const methods: readonly Method[] = [proposals, posts];
