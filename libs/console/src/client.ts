import { Trouble, type FieldTrouble } from './trouble.js';

/** A typed operation: its text, with the types of what it takes and gives. */
export interface Operation<Result, Variables> {
  toString(): string;
  /** What the server of this build knows it by. */
  readonly id?: string;
  readonly __apiType?: (variables: Variables) => Result;
}

/** The name of an operation, which is also the name its answers are kept under. */
export const nameOf = (operation: { toString(): string }): string =>
  /(?:query|mutation)\s+(\w+)/.exec(operation.toString())?.[1] ?? operation.toString();

interface Refusal {
  message: string;
  extensions?: { code?: string; fields?: FieldTrouble[]; params?: Record<string, unknown> };
}

interface Answer<Result> {
  data?: Result | null;
  errors?: Refusal[];
}

let idsKnown = true; // process-wide: until the server turns out to be of another build than this tab
let speaking = 'ko'; // process-wide: one person at one screen; errors come back in this language

/** Sets the language in which the API explains errors. */
export function speak(locale: string): void {
  speaking = locale;
}

/**
 * Asks the API of this host. The session cookie goes along; the custom header keeps forged forms out.
 * @throws Trouble in the person's words
 */
export async function ask<Result, Variables>(
  operation: Operation<Result, Variables>,
  variables?: Variables,
  signal?: AbortSignal,
): Promise<Result> {
  const asked = { operationName: nameOf(operation), variables: variables ?? {} };
  const { id } = operation;
  let answer = idsKnown && id ? await post<Result>({ documentId: id, ...asked }, signal) : undefined;
  if (answer?.errors?.[0]?.extensions?.code === 'document_unknown') idsKnown = false;
  if (!idsKnown || !id) answer = await post<Result>({ query: operation.toString(), ...asked }, signal);
  const error = answer?.errors?.[0];
  if (error) throw troubleFrom(error);
  if (!answer?.data) throw new Trouble('internal', 'internal');
  return answer.data;
}

async function post<Result>(asked: object, signal?: AbortSignal): Promise<Answer<Result> | undefined> {
  try {
    const response = await fetch('/graphql', {
      method: 'POST',
      credentials: 'same-origin',
      headers: { 'content-type': 'application/json', 'accept-language': speaking, 'apollo-require-preflight': '1' },
      body: JSON.stringify(asked),
      signal,
    });
    return (await response.json().catch(() => undefined)) as Answer<Result> | undefined;
  } catch (error) {
    if (signal?.aborted) throw error;
    throw new Trouble('offline', 'offline');
  }
}

function troubleFrom({ message, extensions = {} }: Refusal): Trouble {
  const { code = 'internal', fields = [], params = {} } = extensions;
  return new Trouble(message, code, fields, params);
}

/**
 * Sends a file to a door of this host; GraphQL carries none.
 * @param large what to say of a file that is over the door's limit
 * @returns what the door answers
 * @throws Trouble in the person's words
 */
export async function sendFile<Result>(path: string, file: File, large: string): Promise<Result> {
  const form = new FormData();
  form.append('file', file);
  const response = await fetch(path, {
    method: 'POST',
    credentials: 'same-origin',
    headers: { 'accept-language': speaking, 'x-madang-console': '1' },
    body: form,
  }).catch(() => {
    throw new Trouble('offline', 'offline');
  });
  const answer = (await response.json().catch(() => undefined)) as (Result & { errors?: Refusal[] }) | undefined;
  if (response.ok && answer) return answer;
  if (response.status === 413) throw new Trouble(large, 'too_large');
  const [refusal] = answer?.errors ?? [];
  if (!refusal) throw new Trouble('internal', 'internal');
  const trouble = troubleFrom(refusal);
  const { code, fields, params } = trouble;
  // A file has no field beside which its own sentence would stand.
  throw new Trouble(fields[0]?.message ?? trouble.message, code, fields, params);
}

/** Gives the browser a file: by its address, or made here. */
export function download(
  source: { url: string } | { name: string; text: string; type?: string } | { name: string; blob: Blob },
): void {
  const link = document.createElement('a');
  if ('url' in source) link.href = source.url;
  else {
    const blob =
      'blob' in source ? source.blob : new Blob([source.text], { type: source.type ?? 'text/plain;charset=utf-8' });
    link.href = URL.createObjectURL(blob);
    link.download = source.name;
  }
  link.rel = 'noopener';
  document.body.append(link);
  link.click();
  link.remove();
  if (!('url' in source)) setTimeout(() => URL.revokeObjectURL(link.href), 10_000);
}
