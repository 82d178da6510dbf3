/** A file of a tar archive. */
export interface TarEntry {
  readonly name: string;
  /** The kind of entry, as the archive has it: a regular file is '0'. */
  readonly type: string;
  readonly body: Buffer;
}

const RECORD = 512;
const REGULAR = '0';

/** What of an archive there is, and why there is no more. */
interface Archive {
  readonly content: Buffer;
  /** Undefined where nothing is missing. */
  readonly fault?: string | undefined;
}

/** An archive that ends, or cannot be read, within a file of it. */
export class BodyFault extends Error {
  override readonly name = 'BodyFault';

  constructor(
    readonly entry: string,
    message: string,
  ) {
    super(message);
  }
}

/**
 * The entries of an archive (POSIX ustar, with the long names of pax and of GNU), one after the other. What follows its end is not
 * looked at. Throws Go's words for what is no archive; BodyFault where a body is not whole.
 */
export function* readTar(archive: Archive): Generator<TarEntry, void> {
  let longName: string | undefined;
  let header: Buffer | undefined;
  for (let at = 0; (header = headerAt(archive, at)) !== undefined;) {
    const size = octal(header, 124, 12);
    const type = typeOf(header);
    const name = longName ?? nameOf(header);
    const body = bodyAt(archive, at + RECORD, size);
    if (isAside(type)) {
      if (body === undefined) throw missing(archive);
      longName = nameIn(type, body) ?? longName;
    } else {
      if (body === undefined) throw new BodyFault(name, missing(archive).message);
      yield { name, type, body };
      longName = undefined;
    }
    at += RECORD + Math.ceil(size / RECORD) * RECORD;
    if (at > archive.content.length) throw missing(archive);
  }
}

const missing = ({ fault = 'unexpected EOF' }: Archive): Error => new Error(fault);

/** An entry that says something of the next, or of all. */
const isAside = (type: string): boolean => ['x', 'L', 'g'].includes(type);

function bodyAt({ content }: Archive, start: number, size: number): Buffer | undefined {
  const body = content.subarray(start, start + size);
  return body.length < size ? undefined : body;
}

/** The header at a place; undefined where the archive ends: with the content, or with two records of zeros. */
function headerAt(archive: Archive, at: number): Buffer | undefined {
  const header = recordAt(archive, at);
  if (header === undefined) return undefined;
  if (isZero(header)) {
    const second = recordAt(archive, at + RECORD);
    if (second === undefined || isZero(second)) return undefined;
    throw invalid();
  }
  if (checksum(header) !== octal(header, 148, 8)) throw invalid();
  return header;
}

function recordAt({ content, fault }: Archive, at: number): Buffer | undefined {
  const record = content.subarray(at, at + RECORD);
  if (record.length === RECORD) return record;
  if (fault !== undefined || record.length > 0) throw missing({ content, fault });
  return undefined;
}

const isZero = (record: Buffer): boolean => record.every((byte) => byte === 0);

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
  if (type === 'g') return undefined;
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
