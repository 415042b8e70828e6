import { Injectable } from '@nestjs/common';

/**
 * What the server gives for seeds of second factors: a seal of this installation, another one for each
 * tenant. A program that binds none can start, and fails where it would have to seal.
 */
@Injectable()
export class FactorSeal {
  seal(_text: string): string {
    return unbound();
  }

  /** @throws when it was sealed by another installation or for another tenant */
  open(_sealed: string): string {
    return unbound();
  }
}

function unbound(): never {
  throw new Error('no seal for second factors is bound');
}
