import { graphql } from '@madang/console';

export const ListInputs = graphql(`
  query ListInputs($filter: InputFilter, $first: Int!, $after: String) {
    inputs(filter: $filter, first: $first, after: $after) {
      nodes {
        id
        kind
        method
        number
        title
        state
        stateWord
        spaceName
        activityTitle
        category
        authorName
        officer
        department
        dueOn
        overdue
        relates
        supports
        comments
        publishedAt
        activeAt
        hiddenAt
        source
        draft
      }
      pageInfo {
        hasNextPage
        endCursor
      }
    }
  }
`);

export const ReadQueues = graphql(`
  query ReadQueues {
    inputQueues {
      mine
      department
      unassigned
      dueSoon
      overdue
      approval
    }
  }
`);

export const ReadChoices = graphql(`
  query ReadChoices {
    inputActivities {
      id
      method
      title
      spaceSlug
      spaceName
      entries
      moves
    }
    manageCategories {
      id
      name
      active
    }
    manageDepartments {
      id
      name
      officers {
        id
        name
      }
    }
    methods {
      name
      label
      states {
        name
        label
      }
    }
  }
`);

export const WholeInput = graphql(`
  fragment WholeInput on InputDetail {
    id
    kind
    number
    path
    title
    summary
    state
    stateWord
    stateSince
    spaceName
    activityTitle
    categoryId
    category
    authorName
    officerId
    officer
    departmentId
    department
    dueOn
    overdue
    relates
    supports
    comments
    publishedAt
    hiddenAt
    source
    acts
    events {
      kind
      act
      from
      rule
      reason
      actorName
      at
    }
    answerDraft {
      kind
      body
      reason
      nextStep
      budget
      promisedOn
      state
      note
      author
      submittedAt
      changedAt
      revision
    }
    answer {
      kind
      body
      reason
      nextStep
      budget
      promisedOn
      publishedAt
      editedAt
    }
    mayAnswer
    mayApprove
    needsApproval
  }
`);

export const ReadInput = graphql(`
  query ReadInput($id: ID!) {
    input(id: $id) {
      ...WholeInput
    }
  }
`);

export const FindEntryPeople = graphql(`
  query FindEntryPeople($input: EntryPeopleInput!) {
    entryPeople(input: $input) {
      id
      name
      since
      email
    }
  }
`);

export const SaveDraft = graphql(`
  mutation SaveDraft($input: SaveDraftInput!) {
    saveAnswerDraft(input: $input)
  }
`);

export const SubmitDraft = graphql(`
  mutation SubmitDraft($subjectId: ID!, $revision: Int!) {
    submitAnswerDraft(subjectId: $subjectId, revision: $revision) {
      ...WholeInput
    }
  }
`);

export const ReturnDraft = graphql(`
  mutation ReturnDraft($subjectId: ID!, $revision: Int!, $note: String!) {
    returnAnswerDraft(subjectId: $subjectId, revision: $revision, note: $note) {
      ...WholeInput
    }
  }
`);

export const PublishDraft = graphql(`
  mutation PublishDraft($subjectId: ID!, $revision: Int!) {
    publishAnswerDraft(subjectId: $subjectId, revision: $revision) {
      ...WholeInput
    }
  }
`);

export const ListTemplates = graphql(`
  query ListTemplates {
    answerTemplates {
      id
      revision
      name
      kind
      body
      reason
      nextStep
      departmentId
    }
  }
`);

export const SaveTemplate = graphql(`
  mutation SaveTemplate($input: SaveTemplateInput!) {
    saveAnswerTemplate(input: $input)
  }
`);

export const RemoveTemplate = graphql(`
  mutation RemoveTemplate($id: ID!) {
    removeAnswerTemplate(id: $id)
  }
`);

export const EnterInput = graphql(`
  mutation EnterInput($input: EntryInput!) {
    enterInput(input: $input)
  }
`);

export const ForeseeBulk = graphql(`
  mutation ForeseeBulk($input: BulkInput!) {
    foreseeBulk(input: $input) {
      able
      failures {
        id
        title
        reason
      }
      notices {
        audience
        people
        mails
        title
        text
      }
    }
  }
`);

export const RunBulk = graphql(`
  mutation RunBulk($input: BulkInput!) {
    runBulk(input: $input)
  }
`);

export const ReadBulk = graphql(`
  query ReadBulk($id: ID!) {
    bulkAct(id: $id) {
      id
      act
      to
      undone
      state
      total
      done
      failures {
        id
        title
        reason
      }
    }
  }
`);

export const ListBulk = graphql(`
  query ListBulk {
    bulkActs {
      id
      act
      to
      undone
      state
      total
      done
      failures {
        id
        title
        reason
      }
      person
      createdAt
    }
  }
`);
