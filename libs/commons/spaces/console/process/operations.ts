import { graphql } from '@madang/console';

/** Everything the editor of a process works with. */
export const WholeProcess = graphql(`
  fragment WholeProcess on ManagedProcess {
    id
    revision
    spaceSlug
    spaceName
    slug
    title
    purpose
    body
    decides
    result
    state
    publishAt
    publishedAt
    phases {
      id
      slug
      title
      startsOn
      endsOn
      precision
    }
    activities {
      id
      revision
      method
      slug
      title
      summary
      settings
      stateWords
      state
      inputs
    }
    windows {
      activityId
      phaseId
      interactions
    }
    warnings {
      kind
      phaseId
      otherId
      days
    }
    blockers
    seen {
      phaseId
      text
    }
  }
`);

export const ReadProcess = graphql(`
  query ReadProcess($id: ID!) {
    manageProcess(id: $id) {
      ...WholeProcess
    }
  }
`);

export const ReadMethods = graphql(`
  query ReadMethods {
    methods {
      name
      label
      interactions {
        name
        label
      }
      settings {
        name
        kind
        default
        min
        max
        optional
        label
        help
        options {
          name
          label
        }
      }
      states {
        name
        label
      }
    }
  }
`);

export const ListProcesses = graphql(`
  query ListProcesses($filter: ProcessFilter, $first: Int!, $after: String, $sort: String) {
    manageProcesses(filter: $filter, first: $first, after: $after, sort: $sort) {
      nodes {
        id
        revision
        title
        spaceName
        spaceSlug
        state
        publishAt
        publishedAt
        createdAt
        activityCount
        phases {
          id
          title
          startsOn
          endsOn
          precision
        }
      }
      pageInfo {
        hasNextPage
        endCursor
      }
    }
  }
`);

export const ListSpaces = graphql(`
  query ListSpaces {
    manageSpaces {
      id
      revision
      slug
      kind
      name
      summary
      visibility
      joining
      cover {
        media
        width
        height
        alt
      }
      memberCount
      archivedAt
      processes
      activities {
        id
        revision
        method
        slug
        title
        summary
        settings
        stateWords
        state
      }
    }
  }
`);

export const ReadTemplates = graphql(`
  query ReadTemplates {
    processTemplates {
      name
      title
      summary
    }
  }
`);

export const CreateProcess = graphql(`
  mutation CreateProcess($input: CreateProcessInput!) {
    createProcess(input: $input) {
      id
    }
  }
`);

export const CreateFromDesign = graphql(`
  mutation CreateFromDesign($input: ProcessFromDesignInput!) {
    createProcessFromDesign(input: $input) {
      id
    }
  }
`);

export const DuplicateProcess = graphql(`
  mutation DuplicateProcess($input: DuplicateProcessInput!) {
    duplicateProcess(input: $input) {
      id
    }
  }
`);

export const EditProcess = graphql(`
  mutation EditProcess($input: EditProcessInput!) {
    editProcess(input: $input) {
      ...WholeProcess
    }
  }
`);

export const SavePhases = graphql(`
  mutation SavePhases($input: SavePhasesInput!) {
    savePhases(input: $input) {
      ...WholeProcess
    }
  }
`);

export const SaveWindows = graphql(`
  mutation SaveWindows($input: SaveWindowsInput!) {
    saveWindows(input: $input) {
      ...WholeProcess
    }
  }
`);

export const SaveActivity = graphql(`
  mutation SaveActivity($input: SaveActivityInput!) {
    saveActivity(input: $input)
  }
`);

export const OrderActivities = graphql(`
  mutation OrderActivities($input: OrderActivitiesInput!) {
    orderActivities(input: $input) {
      ...WholeProcess
    }
  }
`);

export const RemoveActivity = graphql(`
  mutation RemoveActivity($id: ID!) {
    removeActivity(id: $id)
  }
`);

export const PublishProcess = graphql(`
  mutation PublishProcess($input: ProcessStepInput!) {
    publishProcess(input: $input) {
      ...WholeProcess
    }
  }
`);

export const ScheduleProcess = graphql(`
  mutation ScheduleProcess($input: ProcessStepInput!) {
    scheduleProcess(input: $input) {
      ...WholeProcess
    }
  }
`);

export const WithdrawProcess = graphql(`
  mutation WithdrawProcess($input: ProcessStepInput!) {
    withdrawProcess(input: $input) {
      ...WholeProcess
    }
  }
`);

export const CloseProcess = graphql(`
  mutation CloseProcess($input: ProcessStepInput!) {
    closeProcess(input: $input) {
      ...WholeProcess
    }
  }
`);

export const ReopenProcess = graphql(`
  mutation ReopenProcess($input: ProcessStepInput!) {
    reopenProcess(input: $input) {
      ...WholeProcess
    }
  }
`);

export const RemoveProcess = graphql(`
  mutation RemoveProcess($id: ID!, $revision: Int!) {
    removeProcess(id: $id, revision: $revision)
  }
`);

export const MakePreviewLink = graphql(`
  mutation MakePreviewLink($input: PreviewLinkInput!) {
    makePreviewLink(input: $input) {
      path
      expiresAt
    }
  }
`);

export const RevokePreviewLinks = graphql(`
  mutation RevokePreviewLinks($processId: ID!) {
    revokePreviewLinks(processId: $processId)
  }
`);

export const ReadDesign = graphql(`
  query ReadDesign($id: ID!) {
    processDesign(id: $id)
  }
`);
