import { graphql } from '@madang/console';

export const Slots = graphql(`
  query OwnSlots($kind: String) {
    ownSlots(kind: $kind) {
      slot
      locale
      kind
      label
      published
      draft
      moved
      trouble
    }
  }
`);

export const Slot = graphql(`
  query OwnSlot($place: OwnPlaceInput!) {
    ownSlot(place: $place) {
      slot
      locale
      kind
      label
      published
      draft
      moved
      trouble
      original
      originalSubject
      at
      sample
      revision
      versions {
        version
        state
        source
        subject
        createdAt
        createdBy
        publishedAt
      }
      merge {
        merged
        hunks {
          kind
          base
          mine
          theirs
        }
      }
    }
  }
`);

export const Check = graphql(`
  query CheckOwnTemplate($place: OwnPlaceInput!, $source: String!, $subject: String) {
    checkOwnTemplate(place: $place, source: $source, subject: $subject) {
      id
      line
      message
    }
  }
`);

export const Save = graphql(`
  mutation SaveOwnTemplate($input: OwnDraftInput!) {
    saveOwnTemplate(input: $input) {
      revision
    }
  }
`);
export const Publish = graphql(`
  mutation PublishOwnTemplate($place: OwnPlaceInput!) {
    publishOwnTemplate(place: $place) {
      revision
    }
  }
`);
export const Discard = graphql(`
  mutation DiscardOwnTemplate($place: OwnPlaceInput!) {
    discardOwnTemplate(place: $place) {
      revision
    }
  }
`);
export const RollBack = graphql(`
  mutation RollBackOwnTemplate($place: OwnPlaceInput!, $version: Int!) {
    rollBackOwnTemplate(place: $place, version: $version) {
      revision
    }
  }
`);
export const Reset = graphql(`
  mutation ResetOwnTemplate($place: OwnPlaceInput!) {
    resetOwnTemplate(place: $place) {
      revision
    }
  }
`);

/** Names of queries that change when a template does. */
export const REFRESH = ['OwnSlots', 'OwnSlot', 'PreviewOfSite'];

/** A slot's name as one part of an address: `mail/link.invite` is `mail~link.invite`. */
export const inAddress = (slot: string): string => slot.replace('/', '~');
export const fromAddress = (part: string): string => part.replace('~', '/');
