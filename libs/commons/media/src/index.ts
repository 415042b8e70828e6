export { demandDocuments, Library, mayAddDocuments, PictureUses, type LibraryFile } from './library.service.js';
export { media } from './media.part.js';
export { PictureInput } from './uploads.types.js';
export { MediaFolder, Pictures, type PictureChange, type Stored } from './pictures.js';
export { Uploads, type Picked } from './uploads.service.js';
