import { randomInt } from 'node:crypto';
import { generateSecret, generateURI, verifySync } from 'otplib';
import { renderSVG } from 'uqr';
import { hashSecret } from './ids.js';

/** Codes given out at enrolment, each good once when the phone is lost. */
const RECOVERY_CODES = 10;
// Without letters and digits that are easily taken for one another.
const LETTERS = 'ABCDEFGHJKMNPQRSTVWXYZ23456789';
/** A clock may be off by this many seconds either way. */
const TOLERANCE = 30;

/** A fresh seed with what an authenticator app needs to take it over. */
export interface Enrolment {
  secret: string;
  uri: string;
  /** QR code of the address, as SVG. */
  qr: string;
}

/** Makes a seed for an account. */
export const newEnrolment = (issuer: string, email: string): Enrolment => enrolmentOf(generateSecret(), issuer, email);

/** A seed as an authenticator app takes it over, to be shown again. */
export function enrolmentOf(secret: string, issuer: string, email: string): Enrolment {
  const uri = generateURI({ issuer, label: email, secret });
  return { secret, uri, qr: renderSVG(uri, { border: 2 }) };
}

/**
 * The time step of a code, or nothing when it does not fit or its step was used before: a code that
 * somebody looked over the shoulder is worth nothing a second time.
 */
export function stepOf(secret: string, code: string, usedStep: number, now: Date): number | undefined {
  const token = code.replaceAll(/\s/g, '');
  if (!/^\d{6}$/.test(token)) return undefined;
  const epoch = Math.floor(now.getTime() / 1000);
  const found = verifySync({ secret, token, epoch, epochTolerance: TOLERANCE });
  if (!found.valid || !('timeStep' in found)) return undefined;
  return found.timeStep > usedStep ? found.timeStep : undefined;
}

/** New recovery codes, as they are shown once. */
export const newRecoveryCodes = (): string[] =>
  Array.from({ length: RECOVERY_CODES }, () => {
    const letters = Array.from({ length: 10 }, () => LETTERS[randomInt(LETTERS.length)]).join('');
    return `${letters.slice(0, 5)}-${letters.slice(5)}`;
  });

/** What is kept of a recovery code, however it is typed. */
export const recoveryHash = (code: string): string =>
  hashSecret(`recovery ${code.toUpperCase().replaceAll(/[^A-Z0-9]/g, '')}`);
