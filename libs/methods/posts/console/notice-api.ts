import { graphql } from '@madang/console';

export const PinPost = graphql(`
  mutation PinNotice($id: ID!, $pinned: Boolean!) {
    pinPost(id: $id, pinned: $pinned) {
      id
      pinned
    }
  }
`);

/** Queries that change when a post does. */
export const REFRESH = ['PostsOfBoard', 'PostToEdit'];
