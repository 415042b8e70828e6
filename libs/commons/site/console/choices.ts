import { graphql } from '@madang/console';

/** What blocks and menus may point to. */
export const Choices = graphql(`
  query DesignChoices {
    designChoices {
      lists {
        value
        label
      }
      numbers {
        value
        label
      }
      spaces {
        value
        label
      }
      processes {
        value
        label
      }
      categories {
        value
        label
      }
      addresses {
        value
        label
      }
    }
  }
`);
