import { createSocket } from 'node:dgram';
import { generateKeyPairSync, sign } from 'node:crypto';
import { createServer, type Server } from 'node:tls';
import type { AddressInfo } from 'node:net';

/** Records a local name server answers with; the spec changes them as it goes. */
export interface Records {
  txt: Record<string, string>;
  a: Record<string, string>;
}

/** A name server on loopback that knows TXT and A records, and says "no such name" to everything else. */
export async function openNames(records: Records): Promise<{ address: string; close(): Promise<void> }> {
  const socket = createSocket('udp4');
  socket.on('message', (question, from) => {
    const labels: string[] = [];
    let at = 12;
    for (; question[at]; at += question[at]! + 1)
      labels.push(question.toString('ascii', at + 1, at + 1 + question[at]!));
    const type = question.readUInt16BE(at + 1);
    const name = labels.join('.').toLowerCase();
    const text = type === 16 ? records.txt[name] : undefined;
    const address = type === 1 ? records.a[name] : undefined;
    const data = text
      ? Buffer.concat([Buffer.from([text.length]), Buffer.from(text)])
      : address && Buffer.from(address.split('.').map(Number));
    const head = Buffer.from(question.subarray(0, 12));
    head.writeUInt16BE(data || name in records.a || name in records.txt ? 0x8180 : 0x8183, 2);
    head.writeUInt16BE(data ? 1 : 0, 6);
    head.writeUInt32BE(0, 8);
    const answer = data ? [Buffer.from([0xc0, 12, 0, type, 0, 1, 0, 0, 0, 0, 0, data.length]), data] : [];
    socket.send(Buffer.concat([head, question.subarray(12, at + 5), ...answer]), from.port, from.address);
  });
  await new Promise<void>((bound) => socket.bind(0, '127.0.0.1', bound));
  return {
    address: `127.0.0.1:${socket.address().port}`,
    close: () => new Promise((closed) => socket.close(closed)),
  };
}

const der = (tag: number, ...parts: Buffer[]): Buffer => {
  const body = Buffer.concat(parts);
  const length =
    body.length < 128
      ? [body.length]
      : body.length < 256
        ? [0x81, body.length]
        : [0x82, body.length >> 8, body.length & 255];
  return Buffer.concat([Buffer.from([tag, ...length]), body]);
};
const time = (at: Date): Buffer => der(0x17, Buffer.from(`${at.toISOString().replace(/[-:T]/g, '').slice(2, 14)}Z`));

/** A certificate that signs itself, good until a day. */
function certificate(host: string, until: Date): { key: string; cert: string } {
  const { privateKey, publicKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
  const algorithm = der(0x30, Buffer.from('06082a8648ce3d040302', 'hex'));
  const name = der(0x30, der(0x31, der(0x30, Buffer.from('0603550403', 'hex'), der(0x0c, Buffer.from(host)))));
  const body = der(
    0x30,
    der(0xa0, Buffer.from('020102', 'hex')),
    Buffer.from('020101', 'hex'),
    algorithm,
    name,
    der(0x30, time(new Date('2020-01-01')), time(until)),
    name,
    publicKey.export({ type: 'spki', format: 'der' }),
  );
  const seal = der(0x03, Buffer.from([0]), sign('sha256', body, privateKey));
  const text = der(0x30, body, algorithm, seal)
    .toString('base64')
    .match(/.{1,64}/g)!
    .join('\n');
  return {
    key: privateKey.export({ type: 'pkcs8', format: 'pem' }).toString(),
    cert: `-----BEGIN CERTIFICATE-----\n${text}\n-----END CERTIFICATE-----\n`,
  };
}

/** A server that shakes hands on a free port of loopback; `renew` gives it a certificate good until a day. */
export async function openHandshakes(): Promise<{ port: number; renew(until: Date): void; close(): Promise<void> }> {
  const server: Server = createServer({}, (socket) => socket.end());
  const renew = (until: Date): void => server.setSecureContext(certificate('spec.example', until));
  renew(new Date('2049-01-01'));
  await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening));
  return {
    port: (server.address() as AddressInfo).port,
    renew,
    close: () => new Promise((closed) => server.close(() => closed())),
  };
}
