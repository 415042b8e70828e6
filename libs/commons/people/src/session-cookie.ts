import type { Cookie } from '@madang/portal';

export const SESSION_COOKIE = 'madang_session';
/** The longest browsers keep a cookie; the session itself ends on the server, 30 days after its last use. */
const KEPT_DAYS = 400;

/** Lets the browser keep a session; the server makes it host-only, HttpOnly and SameSite=Lax. */
export const sessionCookie = (secret: string): Cookie => ({
  name: SESSION_COOKIE,
  value: secret,
  maxAgeSeconds: KEPT_DAYS * 86_400,
});

/** Makes the browser forget. */
export const noSession: Cookie = { name: SESSION_COOKIE, value: '', maxAgeSeconds: 0 };
