import { graphql } from '@madang/console';

export const SaveSpace = graphql(`
  mutation SaveSpace($input: SaveSpaceInput!) {
    saveSpace(input: $input)
  }
`);

export const CopySpace = graphql(`
  mutation CopySpace($input: CopySpaceInput!) {
    copySpace(input: $input)
  }
`);

export const ArchiveSpace = graphql(`
  mutation ArchiveSpace($id: ID!, $archived: Boolean!) {
    archiveSpace(id: $id, archived: $archived)
  }
`);

export const OrderPlaces = graphql(`
  mutation OrderPlaces($input: OrderInput!) {
    orderPlaces(input: $input)
  }
`);

export const ReadOffices = graphql(`
  query ReadOffices {
    manageCategories {
      id
      revision
      slug
      name
      departmentId
      active
      inputs
    }
    manageDepartments {
      id
      revision
      slug
      name
      contact
      approverId
      approver
      officers {
        id
        name
      }
    }
  }
`);

export const SaveCategory = graphql(`
  mutation SaveCategory($input: SaveCategoryInput!) {
    saveCategory(input: $input)
  }
`);

export const SaveDepartment = graphql(`
  mutation SaveDepartment($input: SaveDepartmentInput!) {
    saveDepartment(input: $input)
  }
`);
