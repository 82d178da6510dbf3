/** The bytes that JSON is cut at. */
export const jsonByte = {
  quote: 0x22,
  backslash: 0x5c,
  colon: 0x3a,
  comma: 0x2c,
  openObject: 0x7b,
  closeObject: 0x7d,
  openArray: 0x5b,
  closeArray: 0x5d,
} as const;

export const isSpace = (it: number): boolean =>
  it === 0x20 || it === 0x0a || it === 0x0d || it === 0x09;
export const isOpen = (it: number): boolean =>
  it === jsonByte.openObject || it === jsonByte.openArray;
export const isClose = (it: number): boolean =>
  it === jsonByte.closeObject || it === jsonByte.closeArray;

/** Gathers the bytes of one JSON value or member name, from its first on, until it is complete. */
export class JsonGathering {
  /** A number or a word: only what follows it shows that it is complete. */
  readonly isBare: boolean;
  readonly #isString: boolean;
  readonly #pieces: Buffer[] = [];
  #depth = 0;
  #inString = false;
  #escaped = false;
  #begun = false;

  constructor(
    first: number,
    readonly offset: number,
  ) {
    this.#isString = first === jsonByte.quote;
    this.isBare = !this.#isString && !isOpen(first);
  }

  /** Take over what belongs to the value, from `start` on. */
  take(chunk: Buffer, start: number): { readonly length: number; readonly complete: boolean } {
    let at = start;
    let complete = false;
    while (at < chunk.length && !complete) {
      const char = chunk[at] ?? 0;
      if (this.isBare && (isSpace(char) || isClose(char) || char === jsonByte.comma)) {
        complete = true;
        break;
      }
      complete = !this.isBare && this.#step(char);
      at++;
    }
    this.#pieces.push(Buffer.from(chunk.subarray(start, at)));
    return { length: at - start, complete };
  }

  /** Throws when what was gathered is no JSON value in UTF-8. */
  parse(): unknown {
    const text = new TextDecoder('utf-8', { fatal: true }).decode(Buffer.concat(this.#pieces));
    return JSON.parse(text);
  }

  /** Whether the value ends with this byte. */
  #step(char: number): boolean {
    if (this.#inString) {
      this.#inString = this.#escaped || char !== jsonByte.quote;
      this.#escaped = !this.#escaped && char === jsonByte.backslash;
      return !this.#inString && this.#isString;
    }
    if (char === jsonByte.quote) this.#inString = true;
    else if (isOpen(char)) this.#depth++;
    else if (isClose(char)) this.#depth--;
    const first = !this.#begun;
    this.#begun = true;
    return !first && !this.#isString && this.#depth === 0;
  }
}
