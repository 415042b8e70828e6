/** One problem of one input, as the API names it. */
export interface FieldTrouble {
  field: string;
  code: string;
  message?: string;
}

/** Why something asked of the API did not happen, in words for the person at the screen. */
export class Trouble extends Error {
  constructor(
    message: string,
    /** `offline` where no answer came; else the API's error code. */
    readonly code: string,
    readonly fields: readonly FieldTrouble[] = [],
    readonly params: Record<string, unknown> = {},
  ) {
    super(message);
    this.name = 'Trouble';
  }

  /** Whether trying the same thing again may help. */
  get passing(): boolean {
    return this.code === 'offline' || this.code === 'too_many' || this.code === 'internal';
  }

  /** Whether the session ended while the screen was open. */
  get signedOut(): boolean {
    return this.code === 'sign_in_first' || this.code === 'operator_sign_in_first';
  }
}

/** The problem of one field, if the API found one; `input.title` and `title` are the same field. */
export function troubleOf(trouble: Trouble | undefined, field: string): string | undefined {
  const found = trouble?.fields.find((one) => one.field === field || one.field.endsWith(`.${field}`));
  return found ? (found.message ?? trouble?.message) : undefined;
}
