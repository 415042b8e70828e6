import { graphql } from '../generated/tenant/index.js';
import { Trouble } from '../trouble.js';

export const Pictures = graphql(`
  query PictureLibrary($first: Int!, $after: String, $search: String) {
    pictureLibrary(first: $first, after: $after, search: $search) {
      nodes {
        id
        name
        alt
        width
        height
        bytes
        createdAt
        createdBy
        uses
      }
      pageInfo {
        hasNextPage
        endCursor
      }
    }
  }
`);

export interface Picture {
  id: string;
  name: string;
  alt: string;
  width: number;
  height: number;
  bytes: number;
  createdAt: string;
  createdBy?: string | null;
  uses: readonly string[];
}

/**
 * Sends a picture to the library; it is re-encoded there.
 * @throws Trouble in the person's words
 */
export async function sendPicture(file: File, words: { refused: string; large: string }): Promise<string> {
  const form = new FormData();
  form.append('file', file);
  const response = await fetch('/console/files', {
    method: 'POST',
    credentials: 'same-origin',
    headers: { 'x-madang-console': '1' },
    body: form,
  }).catch(() => {
    throw new Trouble('offline', 'offline');
  });
  if (response.ok) return ((await response.json()) as { id: string }).id;
  if (response.status === 413) throw new Trouble(words.large, 'too_large');
  throw new Trouble(words.refused, response.status === 403 ? 'denied' : 'picture');
}
