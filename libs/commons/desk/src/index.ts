export { desk } from './desk.part.js';
export { DeskReader } from './desk.reader.js';
export { Lists, type ListFile } from './lists.service.js';
export { SavedViews, type SavedViewRow } from './views.service.js';
export { Warnings, type Warning } from './warnings.service.js';
