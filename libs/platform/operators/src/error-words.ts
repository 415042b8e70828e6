/** Says errors in the language of an operator; only the program has the catalogues. */
export abstract class ErrorWords {
  /** A sentence for an error of ours; for any other what an operator may read of it. */
  abstract of(error: unknown, locale: string): string;
}
