/** Kinds of files the house keeps, and how their names end. The list stands in migration 64: a kind more is a migration more. */
export const KINDS = {
  'image/webp': 'webp',
  'image/png': 'png',
  'image/svg+xml': 'svg',
  'application/pdf': 'pdf',
  'application/x-hwp': 'hwp',
  'application/hwp+zip': 'hwpx',
  'application/vnd.openxmlformats-officedocument.wordprocessingml.document': 'docx',
  'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet': 'xlsx',
  'application/vnd.openxmlformats-officedocument.presentationml.presentation': 'pptx',
  'application/vnd.oasis.opendocument.text': 'odt',
  'application/vnd.oasis.opendocument.spreadsheet': 'ods',
  'application/vnd.oasis.opendocument.presentation': 'odp',
  'text/csv': 'csv',
  'text/plain': 'txt',
} as const;
export type Mime = keyof typeof KINDS;

/** How the names of documents end, for forms that take some. */
export const DOCUMENT_ENDINGS = Object.entries(KINDS)
  .filter(([mime]) => !mime.startsWith('image/'))
  .map(([, ending]) => `.${ending}`)
  .join(',');

/** How the name of a file of a kind ends. */
export const endingOf = (mime: string): string => KINDS[mime as Mime] ?? 'bin';

/** Whether a file is shown in pages, and not only given away. */
export const isShown = (mime: string): boolean => mime.startsWith('image/');
