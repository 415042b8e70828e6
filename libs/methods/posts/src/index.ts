export { posts } from './posts.method.js';
