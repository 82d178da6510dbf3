/** One block of PEM. */
export interface PemBlock {
  readonly label: string;
  readonly content: Buffer;
}

const BEGIN = '-----BEGIN ';
const END = '\n-----END ';
const DASHES = '-----';

/** The content of the first PEM block that is well formed, as a Fabric peer finds it: text around it and its label do not matter. */
export function firstPemBlock(text: Uint8Array): Buffer | undefined {
  return decodePem(text)?.content;
}

/**
 * The first PEM block that is well formed. Each line of END is tried with the last BEGIN before it; both begin a line, with the
 * same label, and END ends its line. Headers are passed over.
 */
export function decodePem(bytes: Uint8Array): PemBlock | undefined {
  const text = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length).toString('latin1');
  let from = 0;
  for (;;) {
    const end = text.indexOf(END, from);
    if (end < 0) return undefined;
    // A BEGIN that overlaps the line of END, or stands before the part that was tried, is none.
    const begin = text.slice(from, end).lastIndexOf(BEGIN);
    const block = begin < 0 ? undefined : blockAt(text, from, from + begin, end);
    if (block === 'none') return undefined;
    if (block !== undefined) return block;
    from = end + END.length;
  }
}

/** The block between a BEGIN and an END. 'none' where Go gives up the whole text. */
function blockAt(
  text: string,
  from: number,
  begin: number,
  end: number,
): PemBlock | 'none' | undefined {
  if (begin > from && text[begin - 1] !== '\n') return undefined;
  const first = lineAt(text, begin + BEGIN.length);
  if (!first.line.endsWith(DASHES)) return undefined;
  const label = first.line.slice(0, -DASHES.length);
  const body = skipHeaders(text, first.next);
  const afterEnd = end + END.length;
  if (body === undefined) return 'none';
  if (body > first.next && end < body) return afterEnd < body ? 'none' : undefined;
  return closes(text, afterEnd, label + DASHES) ? blockOf(label, text.slice(body, end)) : undefined;
}

/** Whether the line goes on with this and then ends. */
function closes(text: string, at: number, closing: string): boolean {
  return text.startsWith(closing, at) && lineAt(text, at + closing.length).line === '';
}

/** Where the lines with a colon end. Undefined when the text ends with them. */
function skipHeaders(text: string, from: number): number | undefined {
  let at = from;
  while (at < text.length) {
    const { line, next } = lineAt(text, at);
    if (!line.includes(':')) return at;
    at = next;
  }
  return undefined;
}

/** A line without the spaces at its end, and where the next begins. */
function lineAt(text: string, from: number): { line: string; next: number } {
  const feed = text.indexOf('\n', from);
  if (feed < 0) return { line: text.slice(from).replace(/[ \t]+$/, ''), next: text.length };
  return {
    line: text
      .slice(from, feed)
      .replace(/\r$/, '')
      .replace(/[ \t]+$/, ''),
    next: feed + 1,
  };
}

const BASE64 = /^(?:[A-Za-z0-9+/]{4})*(?:[A-Za-z0-9+/]{2}==|[A-Za-z0-9+/]{3}=)?$/;

function blockOf(label: string, body: string): PemBlock | undefined {
  const digits = body.replace(/[ \t\r\n]/g, '');
  return BASE64.test(digits) ? { label, content: Buffer.from(digits, 'base64') } : undefined;
}

/** Write a PEM block. */
export function encodePem(label: string, content: Uint8Array): string {
  const digits = Buffer.from(content).toString('base64');
  return `${BEGIN}${label}${DASHES}\n${digits.replace(/.{1,64}/g, '$&\n')}${END.slice(1)}${label}${DASHES}\n`;
}
