/** A file as a program or a browser sends it. */
export interface SentFile {
  name: string;
  type: string;
  data: Buffer;
  field?: string;
}

/** Body and header of a form with files, for `house.ask(host, path, { ...multipart(…) })`. */
export function multipart(
  fields: Record<string, string | readonly string[]>,
  files: readonly SentFile[],
): { body: Buffer; headers: Record<string, string> } {
  const boundary = 'madang-spec-boundary';
  const parts = [
    ...Object.entries(fields).flatMap(([name, values]) =>
      [values]
        .flat()
        .map((value) =>
          Buffer.from(`--${boundary}\r\ncontent-disposition: form-data; name="${name}"\r\n\r\n${value}\r\n`),
        ),
    ),
    ...files.flatMap(({ name, type, data, field = 'file' }) => [
      Buffer.from(
        `--${boundary}\r\ncontent-disposition: form-data; name="${field}"; filename="${name}"\r\ncontent-type: ${type}\r\n\r\n`,
      ),
      data,
      Buffer.from('\r\n'),
    ]),
    Buffer.from(`--${boundary}--\r\n`),
  ];
  return {
    body: Buffer.concat(parts),
    headers: { 'content-type': `multipart/form-data; boundary=${boundary}` },
  };
}
