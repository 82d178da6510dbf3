/** A part of a form: a file, or a plain value. */
export interface FormPart {
  readonly name: string;
  readonly isFile: boolean;
  readonly content: Buffer;
}

/** The parameter `boundary` of a content type; undefined where it has none. */
export function boundaryOf(contentType: string): string | undefined {
  const [, quoted, plain] = /;\s*boundary=(?:"([^"]+)"|([^;\s]+))/i.exec(contentType) ?? [];
  return quoted ?? plain;
}

const LINE = '\r\n';

/** The parts of a `multipart/form-data` body. Throws what Go's reader says of a body that ends too early or is none. */
export function readForm(body: Buffer, boundary: string): FormPart[] {
  const parts: FormPart[] = [];
  let at = body.indexOf(`--${boundary}`);
  if (at < 0) throw new Error('multipart: NextPart: EOF');
  for (;;) {
    const start = at + boundary.length + 2;
    if (body.subarray(start, start + 2).toString() === '--') return parts;
    const end = body.indexOf(`${LINE}--${boundary}`, start);
    if (end < 0) throw new Error('multipart: NextPart: unexpected EOF');
    parts.push(readPart(body.subarray(start + LINE.length, end)));
    at = end + LINE.length;
  }
}

function readPart(bytes: Buffer): FormPart {
  const split = bytes.indexOf(LINE + LINE);
  if (split < 0) throw new Error('multipart: NextPart: unexpected EOF');
  const disposition =
    /^content-disposition:(.*)$/im.exec(bytes.subarray(0, split).toString())?.[1] ?? '';
  return {
    name: parameter(disposition, 'name') ?? '',
    isFile: parameter(disposition, 'filename') !== undefined,
    content: bytes.subarray(split + 2 * LINE.length),
  };
}

function parameter(header: string, name: string): string | undefined {
  const [, quoted, plain] =
    new RegExp(`;\\s*${name}=(?:"([^"]*)"|([^;\\s]*))`, 'i').exec(header) ?? [];
  return quoted ?? plain;
}
