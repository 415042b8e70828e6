import type { ClientBase } from 'pg';

interface Stream {
  write(piece: Uint8Array): boolean;
}

/**
 * What is written to a connection while the program does not wait, sent as one piece. A vectored write of all the pieces,
 * which corking the stream makes of them, costs the kernel three times as much as one write of their sum.
 */
export class Burst {
  private pieces: Uint8Array[] | undefined;
  private readonly write: Stream['write'];

  constructor(stream: Stream) {
    this.write = stream.write.bind(stream);
    stream.write = (...given: [Uint8Array]) => {
      if (this.pieces && given.length === 1) return this.pieces.push(given[0]) > 0;
      this.send(); // what comes with a callback wants to know when it was sent, and is sent in its turn
      return this.write(...given);
    };
  }

  /** Keeps what is written from now on. */
  begin(): void {
    this.pieces ??= [];
  }

  /** Sends what was kept. */
  send(): void {
    const { pieces } = this;
    this.pieces = undefined;
    if (pieces?.length) this.write(pieces.length === 1 ? pieces[0]! : Buffer.concat(pieces));
  }
}

// process-wide: what is written on one connection; it goes with the connection
const bursts = new WeakMap<ClientBase, Burst>();

/** The burst of a connection that is open. */
export function burstOf(client: ClientBase): Burst {
  const known = bursts.get(client);
  if (known) return known;
  const made = new Burst((client as unknown as { connection: { stream: Stream } }).connection.stream);
  bursts.set(client, made);
  return made;
}
