import { graphql } from '@madang/console';

export const ReadSetup = graphql(`
  query ReadSetup {
    presets
    siteValueState(key: "glossary") {
      json
      revision
    }
    manageSpaces {
      id
      slug
      name
      archivedAt
    }
    manageProcesses(first: 5) {
      nodes {
        id
        revision
        title
        state
        spaceSlug
      }
    }
  }
`);

export const ReadBrand = graphql(`
  query ReadBrand {
    siteValueState(key: "theme") {
      json
      revision
    }
  }
`);

export const ApplyPreset = graphql(`
  mutation ApplyPreset($name: String!) {
    applyPreset(name: $name)
  }
`);

export const SetSetupValue = graphql(`
  mutation SetSetupValue($input: SiteValueInput!) {
    setSiteValue(input: $input) {
      changed
    }
  }
`);

export const InviteFromSetup = graphql(`
  mutation InviteFromSetup($input: InviteInput!) {
    invitePerson(input: $input)
  }
`);
