import { connect } from 'node:net';
import { WebSocket } from 'ws';

/** What is dialled: a `House`, or another server of this machine. */
export interface Installation {
  port: number;
}

/** A message of the protocol as it came. */
export interface LiveMessage {
  id?: string;
  type: string;
  payload?: unknown;
}

export interface LineOptions {
  path?: string;
  protocol?: string;
  headers?: Record<string, string>;
  cookies?: Record<string, string>;
  /** Whether it comes from a page of this very host. */
  page?: boolean;
  /** What is said at first; nothing where null. */
  init?: object | null;
}

/** One connection of a client that speaks graphql-transport-ws. */
export class Line {
  readonly heard: LiveMessage[] = [];
  private readonly waiting: (() => void)[] = [];
  private taken = 0;
  private code?: { code: number; reason: string };

  constructor(readonly socket: WebSocket) {
    socket.on('message', (data: Buffer) => {
      this.heard.push(JSON.parse(data.toString('utf8')) as LiveMessage);
      this.wake();
    });
    socket.on('close', (code, reason) => {
      this.code = { code, reason: reason.toString('utf8') };
      this.wake();
    });
    socket.on('error', () => undefined);
  }

  say(message: object): void {
    this.socket.send(JSON.stringify(message));
  }

  subscribe(query: string, variables: object = {}, id = '1'): void {
    this.say({ id, type: 'subscribe', payload: { query, variables } });
  }

  /** The next message not yet taken. */
  async next(): Promise<LiveMessage> {
    while (this.heard.length <= this.taken) {
      if (this.code) throw new Error(`closed: ${this.code.code} ${this.code.reason}`);
      await new Promise<void>((done) => this.waiting.push(done));
    }
    return this.heard[this.taken++]!;
  }

  /** Takes messages until one fits. */
  async until(fits: (message: LiveMessage) => boolean): Promise<LiveMessage> {
    for (;;) {
      const message = await this.next();
      if (fits(message)) return message;
    }
  }

  async closed(): Promise<{ code: number; reason: string }> {
    while (!this.code) await new Promise<void>((done) => this.waiting.push(done));
    return this.code;
  }

  async leave(): Promise<void> {
    if (this.code) return;
    this.socket.close();
    await this.closed();
  }

  private wake(): void {
    this.waiting.splice(0).forEach((look) => look());
  }
}

const dial = (house: Installation, host: string, options: LineOptions): WebSocket =>
  new WebSocket(
    `ws://127.0.0.1:${house.port}${options.path ?? '/graphql'}`,
    options.protocol ?? 'graphql-transport-ws',
    {
      headers: {
        host: `${host}:${house.port}`,
        ...(options.page ? { origin: `http://${host}:${house.port}` } : {}),
        ...(options.cookies
          ? {
              cookie: Object.entries(options.cookies)
                .map(([name, value]) => `${name}=${value}`)
                .join('; '),
            }
          : {}),
        ...options.headers,
      },
    },
  );

const opened = new Set<Line>(); // of one test: `hangUp` empties it

/** Ends what a test left open. */
export async function hangUp(): Promise<void> {
  await Promise.all([...opened].map((line) => line.leave()));
  opened.clear();
}

/** Opens a connection to a host and says who it is. */
export async function openLine(house: Installation, host: string, options: LineOptions = {}): Promise<Line> {
  const socket = dial(house, host, options);
  const line = new Line(socket);
  opened.add(line);
  await new Promise<void>((open, fail) => socket.once('open', open).once('error', fail));
  if (options.init === null) return line;
  line.say({ type: 'connection_init', payload: options.init ?? {} });
  return line;
}

/** The status an upgrade is refused with. */
export const refusal = (house: Installation, host: string, options: LineOptions = {}): Promise<number> =>
  new Promise((resolve, reject) => {
    const socket = dial(house, host, options);
    socket.on('error', () => undefined);
    socket.once('unexpected-response', (_request, response) => {
      response.resume();
      socket.terminate();
      resolve(response.statusCode ?? 0);
    });
    socket.once('open', () => reject(new Error('it was let in')));
  });

/** Asks for an upgrade to a path and breaks the line the hard way; resolves when the line is gone. */
export const askAndReset = (house: Installation, host: string, path: string, upgrade = 'websocket'): Promise<void> =>
  new Promise((resolve) => {
    const socket = connect(house.port, '127.0.0.1', () => {
      socket.write(
        `GET ${path} HTTP/1.1\r\nHost: ${host}:${house.port}\r\nConnection: Upgrade\r\nUpgrade: ${upgrade}\r\n` +
          'Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\nSec-WebSocket-Version: 13\r\nSec-WebSocket-Protocol: graphql-transport-ws\r\n\r\n',
        () => socket.resetAndDestroy(),
      );
    });
    socket.on('error', () => undefined);
    socket.on('close', () => resolve());
  });
