/** Why an input was refused or a count could not go on. Every refusal of the library is one of these. */
export class CountingRefusal extends Error {
  override readonly name: string = 'CountingRefusal';
  constructor(readonly reason: string) {
    super(reason);
  }
}

/** A file that is not what it says it is: `line` is 1-based, 0 when the text as a whole is wrong. */
export class FormatRefusal extends CountingRefusal {
  override readonly name = 'FormatRefusal';
  constructor(
    readonly format: string,
    readonly line: number,
    reason: string,
  ) {
    super(line > 0 ? `${format}, line ${line}: ${reason}` : `${format}: ${reason}`);
  }
}

/** A ballot that breaks the rule of its vote; `index` is the 0-based place in the list that was given. */
export class BallotRefusal extends CountingRefusal {
  override readonly name = 'BallotRefusal';
  constructor(
    readonly index: number,
    reason: string,
  ) {
    super(`ballot ${index + 1}: ${reason}`);
  }
}

/** A tie that decides the outcome, with neither a declared order nor a published seed to break it. */
export class UndecidedTie extends CountingRefusal {
  override readonly name = 'UndecidedTie';
  constructor(
    readonly purpose: string,
    readonly tied: readonly string[],
  ) {
    super(`tie (${purpose}) between ${tied.join(', ')}: publish a seed or declare an order`);
  }
}
