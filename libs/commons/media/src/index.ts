export { Library, PictureUses, type LibraryFile } from './library.service.js';
export { media } from './media.part.js';
export { MediaFolder, Pictures, type Stored } from './pictures.js';
