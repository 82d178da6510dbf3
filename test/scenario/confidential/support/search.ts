/** What is looked for: a name to report it by, and the text. */
export interface Canary {
  readonly name: string;
  readonly text: string;
}

// Looked up once: a test's global objects are slow to reach.
const { imul } = Math;

/** Finds texts in bytes, whichever of the usual ways they are written in. */
export class Search {
  /** The forms that begin with the same four bytes, by these. */
  readonly #byHead = new Map<number, { readonly name: string; readonly form: Buffer }[]>();
  /** A bit for each hash of a head: most places in the bytes are passed over by it alone. */
  readonly #heads = new Uint8Array(1 << 20);

  constructor(canaries: readonly Canary[]) {
    for (const { name, text } of canaries) {
      for (const form of formsOf(text)) {
        const head = form.readUInt32LE(0);
        this.#heads[hashOf(head)] = 1;
        const same = this.#byHead.get(head) ?? [];
        same.push({ name, form });
        this.#byHead.set(head, same);
      }
    }
  }

  /** The names of what is there, sorted. */
  in(bytes: Buffer): readonly string[] {
    const found = new Set<string>();
    const heads = this.#heads;
    if (bytes.length < 4) return [];
    let head = bytes.readUInt32LE(0) << 8;
    for (let at = 0; at + 4 <= bytes.length; at++) {
      head = (head >>> 8) | ((bytes[at + 3] ?? 0) << 24);
      if (heads[hashOf(head)] === 0) continue;
      for (const { name, form } of this.#byHead.get(head >>> 0) ?? [])
        if (at + form.length <= bytes.length && form.compare(bytes, at, at + form.length) === 0)
          found.add(name);
    }
    return [...found].sort();
  }
}

const hashOf = (head: number): number => imul(head, 0x9e3779b1) >>> 12;

/** A text as it is, within a JSON text, in hexadecimal, in Base64 wherever it begins there, and in both orders of UTF-16. */
export function formsOf(text: string): readonly Buffer[] {
  const plain = Buffer.from(text);
  const hex = plain.toString('hex');
  const wide = Buffer.from(text, 'utf16le');
  const base64 = [0, 1, 2].map((before) => base64Within(plain, before));
  const texts = [
    JSON.stringify(text).slice(1, -1),
    JSON.stringify(JSON.stringify(text)).slice(2, -2),
    encodeURIComponent(text),
    hex,
    hex.toUpperCase(),
    ...base64,
    ...base64.map((it) => it.replaceAll('+', '-').replaceAll('/', '_')),
  ];
  // What is written in hexadecimal digits may be kept as the bytes that they stand for.
  const raw = /^(?:[0-9a-f]{2}){16,}$/.test(text) ? [Buffer.from(text, 'hex')] : [];
  const forms = [plain, ...texts.map((it) => Buffer.from(it)), wide, Buffer.from(wide).swap16()];
  const unique = new Map([...forms, ...raw].map((form) => [form.toString('latin1'), form]));
  return [...unique.values()];
}

/** The digits of Base64 that are the text's alone, where so many bytes stand before it. */
function base64Within(plain: Buffer, before: number): string {
  const whole = Buffer.concat([Buffer.alloc(before), plain]).toString('base64');
  const first = Math.ceil((before * 8) / 6);
  return whole.slice(first, Math.floor(((before + plain.length) * 8) / 6));
}
