import { graphql } from '@madang/console';

export const SetText = graphql(`
  mutation SetSiteMessage($input: SiteMessageInput!) {
    setSiteMessage(input: $input) {
      own
      revision
    }
  }
`);

/** A text of the site in one language. */
export interface TextRow {
  key: string;
  part: string;
  original: string;
  own?: string | null;
  revision: string;
  values: readonly { name: string; use: string }[];
}
