/** A letter to an operator, in both languages of the house: operators have no tenant's look. */
export interface OperatorLetter {
  to: string;
  subject: string;
  text: string;
}

/** What the operators' half asks the program for. */
export abstract class OperatorHouse {
  /** Name that authenticator apps show. */
  abstract readonly issuer: string;
  abstract readonly baseDomain: string;
  /** Folder with one folder of export files per tenant id. */
  abstract readonly exportsDir: string;
  abstract readonly filesDir: string;
  abstract readonly themesDir: string;
  /** Whether mails are kept in a mailbox here, because no mail server takes them. */
  abstract readonly mailbox: boolean;
  /** Spares that should stand ready. */
  abstract readonly spares: number;
  /** Encrypts what must be read again, such as the seed of a second factor. */
  abstract seal(text: string): string;
  /** @throws when it was not sealed by this installation */
  abstract open(sealed: string): string;
  /** An address of the operators' console. */
  abstract address(path: string): string;
  /** An address on a tenant's host. */
  abstract siteAddress(host: string, path: string): string;
  abstract send(letter: OperatorLetter): Promise<void>;
}
