import { createHash } from 'node:crypto';
import { gzipSync } from 'node:zlib';

export type ChaincodePackage = {
  readonly bytes: Buffer;
  readonly id: string;
  readonly label: string;
};

/** The package of a chaincode that runs as a service. It holds no code and no key: each peer fills in
 *  the template with its own address and files. So all organisations share one package id, and equal
 *  input gives equal bytes on every machine. */
export function chaincodePackage(name: string, version: string): ChaincodePackage {
  const label = `${name}_${version}`;
  const connection = {
    address: '{{.address}}',
    dial_timeout: '10s',
    tls_required: true,
    client_auth_required: true,
    root_cert: '{{.root_cert}}',
    client_key: '{{.client_key}}',
    client_cert: '{{.client_cert}}',
  };
  const code = compress(tar([{ name: 'connection.json', body: json(connection) }]));
  const bytes = compress(
    tar([
      { name: 'metadata.json', body: json({ type: 'ccaas', label }) },
      { name: 'code.tar.gz', body: code },
    ]),
  );
  return { bytes, label, id: `${label}:${createHash('sha256').update(bytes).digest('hex')}` };
}

const json = (value: unknown): Buffer => Buffer.from(JSON.stringify(value));

/** gzip names the time and the operating system in its header; both are set to say nothing. Stored, not
 *  deflated: the deflated form of equal bytes differs between versions of zlib and between processors. */
function compress(bytes: Buffer): Buffer {
  const zipped = gzipSync(bytes, { level: 0 });
  zipped.writeUInt32LE(0, 4);
  zipped[9] = 255;
  return zipped;
}

type TarEntry = { readonly name: string; readonly body: Buffer };
const record = 512;

function tar(entries: readonly TarEntry[]): Buffer {
  const parts = entries.flatMap(({ name, body }) => [
    tarHeader(name, body.length),
    body,
    Buffer.alloc((record - (body.length % record)) % record),
  ]);
  return Buffer.concat([...parts, Buffer.alloc(2 * record)]);
}

/** POSIX ustar: fixed owner, mode and time. */
function tarHeader(name: string, size: number): Buffer {
  const header = Buffer.alloc(record);
  const octal = (value: number, digits: number) => `${value.toString(8).padStart(digits, '0')}\0`;
  header.write(name, 0);
  header.write(octal(0o644, 7), 100);
  header.write(octal(0, 7), 108);
  header.write(octal(0, 7), 116);
  header.write(octal(size, 11), 124);
  header.write(octal(0, 11), 136);
  // The checksum is computed with its own field blank.
  header.write(' '.repeat(8), 148);
  header.write('0', 156);
  header.write('ustar\u000000', 257);
  const checksum = header.reduce((sum, byte) => sum + byte, 0);
  header.write(`${octal(checksum, 6)} `, 148);
  return header;
}
