import { Trouble, type FieldTrouble } from './trouble.js';

/** A typed operation: its text, with the types of what it takes and gives. */
export interface Operation<Result, Variables> {
  toString(): string;
  readonly __apiType?: (variables: Variables) => Result;
}

interface Answer<Result> {
  data?: Result | null;
  errors?: {
    message: string;
    extensions?: { code?: string; fields?: FieldTrouble[]; params?: Record<string, unknown> };
  }[];
}

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
  let response: Response;
  try {
    response = await fetch('/graphql', {
      method: 'POST',
      credentials: 'same-origin',
      headers: { 'content-type': 'application/json', 'accept-language': speaking, 'apollo-require-preflight': '1' },
      body: JSON.stringify({ query: operation.toString(), variables: variables ?? {} }),
      signal,
    });
  } catch (error) {
    if (signal?.aborted) throw error;
    throw new Trouble('offline', 'offline');
  }
  const answer = (await response.json().catch(() => undefined)) as Answer<Result> | undefined;
  const error = answer?.errors?.[0];
  if (error) {
    const { code = 'internal', fields = [], params = {} } = error.extensions ?? {};
    throw new Trouble(error.message, code, fields, params);
  }
  if (!answer?.data) throw new Trouble('internal', 'internal');
  return answer.data;
}

/** Gives the browser a file: by its address, or made here from text. */
export function download(source: { url: string } | { name: string; text: string; type?: string }): void {
  const link = document.createElement('a');
  if ('url' in source) link.href = source.url;
  else {
    link.href = URL.createObjectURL(new Blob([source.text], { type: source.type ?? 'text/plain;charset=utf-8' }));
    link.download = source.name;
  }
  link.rel = 'noopener';
  document.body.append(link);
  link.click();
  link.remove();
  if (!('url' in source)) setTimeout(() => URL.revokeObjectURL(link.href), 10_000);
}
