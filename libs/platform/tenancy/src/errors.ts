/** Something an operator asked for that cannot be done; the message says why and what to do. */
export class TenancyError extends Error {
  constructor(
    readonly code: string,
    readonly value: string,
    message = `${code}: ${value}`,
  ) {
    super(message);
    this.name = 'TenancyError';
  }
}

/** A new tenant that cannot be: its slug, name or host is taken or malformed. */
export class ProvisioningError extends TenancyError {
  declare readonly code: 'slug_taken' | 'slug_invalid' | 'host_taken' | 'host_invalid' | 'name_missing' | 'id_taken';
}
