export { threadModel, type ThreadOptions } from './thread.view.js';
export { CommentsReader, nest, SORTS, type Branch, type CommentSort } from './comments.reader.js';
export { Comments } from './comments.service.js';
export { Comment, STANCES, type Stance } from './comments.types.js';
export { conversation } from './conversation.part.js';
