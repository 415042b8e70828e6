import type { FastifyRequest } from 'fastify';
import { DomainError, invalid } from '@madang/kernel';
import type { PageSpec, Upload } from '@madang/portal';

const MOST_FIELDS = 200;
/** Characters of all text fields beside files; a form without files ends at the same size. */
const MOST_TEXT = 200_000;

export interface Form {
  form: Record<string, string | string[]>;
  uploads: Upload[];
}

// process-wide: a request is somebody's own, and what it brought goes with it.
const texts = new WeakMap<FastifyRequest, string[]>();

/** What somebody wrote into the form of a request: the long texts, which nobody wants to write twice. */
export const textsOf = (request: FastifyRequest): string[] => texts.get(request) ?? [];

const LONG = 20;
const UNTOLD = /^_csrf$|password|token|code$/i;

/** Reads the body of a form: urlencoded, or multipart where the page takes files. */
export async function readForm(request: FastifyRequest, spec: PageSpec): Promise<Form> {
  const read = request.isMultipart()
    ? await readParts(request, spec)
    : { form: fields(request.body), uploads: [] as Upload[] };
  const written = Object.entries(read.form).filter(([name]) => !UNTOLD.test(name));
  texts.set(
    request,
    written
      .flatMap(([, value]) => value)
      .filter((value) => value.trim().length >= LONG && /[\s\u0080-\uffff]/.test(value.trim())),
  );
  return read;
}

async function readParts(request: FastifyRequest, spec: PageSpec): Promise<Form> {
  if (!spec.uploads) throw invalid('no_files_here');
  const { maxFiles, maxBytes } = spec.uploads;
  const entries: [string, string][] = [];
  const uploads: Upload[] = [];
  let text = 0;
  try {
    for await (const part of request.parts({
      limits: { files: maxFiles, fileSize: maxBytes, fields: MOST_FIELDS, fieldSize: MOST_TEXT },
    })) {
      if (part.type === 'field') {
        const value = String(part.value);
        text += value.length;
        if (text > MOST_TEXT) throw Object.assign(new Error('too much text'), { statusCode: 413 });
        entries.push([part.fieldname, value]);
      } else {
        const data = await part.toBuffer();
        // An empty file field of a browser comes as a nameless file of no bytes.
        if (data.length > 0) uploads.push({ field: part.fieldname, name: part.filename, mime: part.mimetype, data });
      }
    }
  } catch (error) {
    const { code } = error as { code?: string };
    if (code === 'FST_REQ_FILE_TOO_LARGE' || code === 'FST_FILES_LIMIT')
      throw new DomainError('invalid', code === 'FST_FILES_LIMIT' ? 'too_many_files' : 'file_too_large', {
        megabytes: Math.floor(maxBytes / 1_000_000),
        files: maxFiles,
      });
    throw error;
  }
  return { form: gather(entries), uploads };
}

function fields(body: unknown): Form['form'] {
  return body instanceof URLSearchParams ? gather([...body].slice(0, MOST_FIELDS)) : {};
}

function gather(entries: [string, string][]): Form['form'] {
  const form: Form['form'] = Object.create(null) as Form['form'];
  for (const [name, value] of entries) {
    const had = form[name];
    form[name] = had === undefined ? value : Array.isArray(had) ? [...had, value] : [had, value];
  }
  return form;
}
