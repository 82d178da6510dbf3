/** A file of a tar archive. */
export interface TarEntry {
  readonly name: string;
  /** The kind of entry, as the archive has it: a regular file is '0'. */
  readonly type: string;
  readonly body: Buffer;
}

const RECORD = 512;
const REGULAR = '0';

/** The entries of an archive (POSIX ustar, with the long names of pax and of GNU). Throws Go's words for what is no archive. */
export function readTar(bytes: Buffer): TarEntry[] {
  const entries: TarEntry[] = [];
  let longName: string | undefined;
  for (let at = 0; at < bytes.length && !isEnd(bytes, at);) {
    const header = requireHeader(bytes, at);
    const size = octal(header, 124, 12);
    const body = bytes.subarray(at + RECORD, at + RECORD + size);
    if (body.length < size) throw new Error('unexpected EOF');
    at += RECORD + Math.ceil(size / RECORD) * RECORD;
    const type = typeOf(header);
    if (type === 'x' || type === 'L') longName = nameIn(type, body) ?? longName;
    if (['x', 'L', 'g'].includes(type)) continue;
    entries.push({ name: longName ?? nameOf(header), type, body });
    longName = undefined;
  }
  return entries;
}

/** Two records of zeros end an archive; what the file ends with counts, too. */
const isEnd = (bytes: Buffer, at: number): boolean =>
  bytes.subarray(at, at + RECORD).every((byte) => byte === 0);

function requireHeader(bytes: Buffer, at: number): Buffer {
  const header = bytes.subarray(at, at + RECORD);
  if (header.length < RECORD) throw new Error('unexpected EOF');
  if (checksum(header) !== octal(header, 148, 8)) throw invalid();
  return header;
}

const invalid = (): Error => new Error('archive/tar: invalid tar header');

/** The sum of a header's bytes, in which the sum itself counts as blanks. */
function checksum(header: Buffer): number {
  let sum = 8 * 32;
  for (const [i, byte] of header.entries()) if (i < 148 || i >= 156) sum += byte;
  return sum;
}

function octal(header: Buffer, start: number, length: number): number {
  const digits = text(header, start, length).trim();
  if (!/^[0-7]*$/.test(digits)) throw invalid();
  return Number.parseInt(`0${digits}`, 8);
}

function text(header: Buffer, start: number, length: number): string {
  const field = header.subarray(start, start + length);
  const end = field.indexOf(0);
  return field.toString('utf8', 0, end < 0 ? length : end);
}

function typeOf(header: Buffer): string {
  const flag = header.toString('latin1', 156, 157);
  return flag === '\0' ? REGULAR : flag;
}

function nameOf(header: Buffer): string {
  const prefix = header.toString('latin1', 257, 263) === 'ustar\0' ? text(header, 345, 155) : '';
  const name = text(header, 0, 100);
  return prefix === '' ? name : `${prefix}/${name}`;
}

function nameIn(type: string, body: Buffer): string | undefined {
  if (type === 'L') return text(body, 0, body.length);
  return /(?:^|\n)\d+ path=([^\n]*)\n/.exec(body.toString())?.[1];
}

/** An archive of files: fixed owner, mode and time, so that equal files give equal bytes. */
export function writeTar(files: readonly Pick<TarEntry, 'name' | 'body'>[]): Buffer {
  const parts = files.flatMap(({ name, body }) => [
    writeHeader(name, body.length),
    body,
    Buffer.alloc((RECORD - (body.length % RECORD)) % RECORD),
  ]);
  return Buffer.concat([...parts, Buffer.alloc(2 * RECORD)]);
}

function writeHeader(name: string, size: number): Buffer {
  const header = Buffer.alloc(RECORD);
  const digits = (value: number, count: number): string =>
    `${value.toString(8).padStart(count, '0')}\0`;
  header.write(name, 0);
  header.write(digits(0o644, 7), 100);
  header.write(digits(0, 7), 108);
  header.write(digits(0, 7), 116);
  header.write(digits(size, 11), 124);
  header.write(digits(0, 11), 136);
  header.write(REGULAR, 156);
  header.write('ustar\u000000', 257);
  header.write(`${digits(checksum(header), 6)} `, 148);
  return header;
}
