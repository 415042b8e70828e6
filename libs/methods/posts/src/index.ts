import { defineMethod } from '@madang/kernel';
import { postsTables } from './migrations/0021-posts.js';
export const posts = defineMethod({ name: 'posts', home: import.meta.url, settings: {}, subjects: [], interactions: [], migrations: [postsTables] });
