/** What went wrong, in the terms of the field; faces translate it to HTTP and to GraphQL extensions. */
export type ErrorKind = 'invalid' | 'denied' | 'missing' | 'conflict' | 'closed' | 'too_many' | 'unavailable';

const STATUS: Record<ErrorKind, number> = {
  invalid: 422,
  denied: 403,
  missing: 404,
  conflict: 409,
  closed: 410,
  too_many: 429,
  unavailable: 503,
};

/** One problem of one field of an input; `code` is an i18n key. */
export interface FieldProblem {
  field: string;
  code: string;
  params?: Record<string, string | number>;
}

/**
 * The only error a service throws on purpose. `code` is an i18n key present in every language
 * (`errors.<code>`), `params` are its arguments, `fields` the problems of single inputs.
 */
export class DomainError extends Error {
  constructor(
    readonly kind: ErrorKind,
    readonly code: string,
    readonly params: Record<string, string | number> = {},
    readonly fields: FieldProblem[] = [],
  ) {
    super(code);
    this.name = 'DomainError';
  }

  /** The HTTP status both faces answer with. */
  get status(): number {
    return STATUS[this.kind];
  }
}

/** The thing asked for is not there, or must look as if it were not there. */
export const missing = (code = 'missing'): DomainError => new DomainError('missing', code);
/** The actor may not do this. */
export const denied = (code = 'denied', params: Record<string, string | number> = {}): DomainError =>
  new DomainError('denied', code, params);
/** The input breaks a rule; name the fields where there are some. */
export const invalid = (code = 'invalid', fields: FieldProblem[] = []): DomainError =>
  new DomainError('invalid', code, {}, fields);
/** The window for this act is not open, or no longer. */
export const closed = (code: string, params: Record<string, string | number> = {}): DomainError =>
  new DomainError('closed', code, params);
/** What is asked for works again later, by itself. */
export const unavailable = (code: string, params: Record<string, string | number> = {}): DomainError =>
  new DomainError('unavailable', code, params);
/** Somebody else was first, or the state forbids it now. */
export const conflict = (code: string, params: Record<string, string | number> = {}): DomainError =>
  new DomainError('conflict', code, params);

/** The database a tenant lies in is not named in the configuration, or cannot be reached. Others are not touched by it. */
export class PlacementUnavailable extends DomainError {
  constructor(
    readonly placement: string,
    /** For the log and for operators: why, and what to do. */
    readonly why: string,
    options: { cause?: unknown } = {},
  ) {
    super('unavailable', 'placement_unavailable', { value: placement });
    this.message = why;
    this.cause = options.cause;
  }
}
