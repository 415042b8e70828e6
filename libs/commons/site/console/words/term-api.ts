import { graphql } from '@madang/console';

export const SetTerm = graphql(`
  mutation SetSiteTerm($input: SiteTermInput!) {
    setSiteTerm(input: $input) {
      name
    }
  }
`);

/** The forms of a term. */
export interface Forms {
  one: string;
  other?: string | null;
  a?: string | null;
}

/** A term of the site in one language. */
export interface TermRow {
  name: string;
  revision: string;
  original: Forms;
  own?: Forms | null;
}
