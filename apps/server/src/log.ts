import pino, { type Logger } from 'pino';
import { contextIfAny } from '@madang/kernel';

/** JSON lines with tenant and request id; never headers, cookies, bodies, addresses or e-mails. */
export function newLog(level: string): Logger {
  return pino({
    level,
    base: undefined,
    timestamp: pino.stdTimeFunctions.isoTime,
    mixin: () => {
      const current = contextIfAny();
      return current ? { tenant: current.tenant.slug, request: current.requestId } : {};
    },
    redact: {
      paths: ['password', 'token', 'email', 'cookie', 'authorization', '*.password', '*.token', '*.email'],
      remove: true,
    },
    serializers: { error: pino.stdSerializers.err },
  });
}

export type Log = Logger;
