export { posts } from './posts.method.js';
export { PostSeeds, type PostWorld } from './posts.seeds.js';
