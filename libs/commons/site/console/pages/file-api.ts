import { graphql } from '@madang/console';

export const RemovePicture = graphql(`
  mutation RemovePicture($id: ID!) {
    removePicture(id: $id)
  }
`);

export const RemoveDocument = graphql(`
  mutation RemoveDocument($id: ID!) {
    removeDocument(id: $id)
  }
`);

/** A document of the library. */
export interface SiteDocument {
  id: string;
  name: string;
  bytes: number;
  createdAt: string;
  createdBy?: string | null;
  uses: readonly string[];
}
