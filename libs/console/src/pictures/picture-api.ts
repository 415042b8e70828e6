import { graphql } from '../generated/tenant/index.js';

export const Pictures = graphql(`
  query PictureLibrary($first: Int!, $after: String, $search: String, $sort: String) {
    pictureLibrary(first: $first, after: $after, search: $search, sort: $sort) {
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
