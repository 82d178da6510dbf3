/** JSON that is none, in the words of Go's decoder. */
export class JsonFault extends Error {
  override readonly name = 'JsonFault';
}

const BLANK = /[ \t\r\n]/;
const DIGIT = /[0-9]/;
const HEX = /[0-9a-fA-F]/;
const AFTER_TOP = 'after top-level value';

/** How far the first value of a text reaches, which is read byte by byte. Throws JsonFault where the value is none. */
export function scanFirst(text: string): number {
  const scanner = new Scanner(text, /\S/.test(text) ? 'unexpected EOF' : 'EOF');
  scanner.value();
  return scanner.at;
}

/** Make sure that a text is one value and nothing else. Throws JsonFault. */
export function scanWhole(text: string): void {
  // The end shows itself to what is half read as a blank.
  const scanner = new Scanner(`${text} `, 'unexpected end of JSON input');
  scanner.value();
  scanner.blanks();
  if (scanner.at <= text.length) throw scanner.fault(AFTER_TOP);
}

class Scanner {
  at = 0;

  constructor(
    private readonly text: string,
    private readonly end: string,
  ) {}

  value(): void {
    this.blanks();
    const first = this.peek();
    if (first === '{') this.object();
    else if (first === '[') this.array();
    else if (first === '"') this.string();
    else if (first === '-' || (first !== undefined && DIGIT.test(first))) this.number();
    else this.literal(first);
  }

  blanks(): void {
    while (BLANK.test(this.peek() ?? 'x')) this.at++;
  }

  /** What is wrong with the byte that comes next. */
  fault(where: string): JsonFault {
    const sign = this.peek();
    if (sign === undefined) return new JsonFault(this.end);
    return new JsonFault(`invalid character ${quoted(sign)} ${where}`);
  }

  private peek(): string | undefined {
    return this.text[this.at];
  }

  /** Step over a byte if it is this one. */
  private took(sign: string): boolean {
    if (this.peek() !== sign) return false;
    this.at++;
    return true;
  }

  private need(kind: RegExp, where: string): void {
    if (!kind.test(this.peek() ?? '')) throw this.fault(where);
    this.at++;
  }

  private object(): void {
    this.at++;
    this.blanks();
    if (this.took('}')) return;
    do {
      this.blanks();
      if (this.peek() !== '"') throw this.fault('looking for beginning of object key string');
      this.string();
      this.blanks();
      this.need(/:/, 'after object key');
      this.value();
      this.blanks();
    } while (this.took(','));
    this.need(/\}/, 'after object key:value pair');
  }

  private array(): void {
    this.at++;
    this.blanks();
    if (this.took(']')) return;
    do {
      this.value();
      this.blanks();
    } while (this.took(','));
    this.need(/\]/, 'after array element');
  }

  private string(): void {
    this.at++;
    while (!this.took('"')) {
      if (this.took('\\')) this.escape();
      // eslint-disable-next-line no-control-regex -- these are what may not stand in a text
      else this.need(/[^\x00-\x1f]/, 'in string literal');
    }
  }

  private escape(): void {
    const isHex = this.peek() === 'u';
    this.need(/[bfnrt\\/"u]/, 'in string escape code');
    if (!isHex) return;
    for (let i = 0; i < 4; i++) this.need(HEX, 'in \\u hexadecimal character escape');
  }

  private number(): void {
    this.took('-');
    const isZero = this.peek() === '0';
    this.need(DIGIT, 'in numeric literal');
    if (!isZero) this.digits();
    if (this.took('.')) {
      this.need(DIGIT, 'after decimal point in numeric literal');
      this.digits();
    }
    if (!/[eE]/.test(this.peek() ?? '')) return;
    this.at++;
    if (/[+-]/.test(this.peek() ?? '')) this.at++;
    this.need(DIGIT, 'in exponent of numeric literal');
    this.digits();
  }

  private digits(): void {
    while (DIGIT.test(this.peek() ?? '')) this.at++;
  }

  private literal(first: string | undefined): void {
    const word = ['true', 'false', 'null'].find((one) => one[0] === first);
    if (word === undefined) throw this.fault('looking for beginning of value');
    for (const sign of word)
      if (!this.took(sign)) throw this.fault(`in literal ${word} (expecting '${sign}')`);
  }
}

/** A byte as Go shows it: as the character of its number. */
function quoted(sign: string): string {
  if (sign === "'") return "'\\''";
  if (sign === '"') return `'"'`;
  const inside = JSON.stringify(sign).slice(1, -1);
  return `'${inside.replace(/^\\u00(?=[01])/, '\\x').replace('\x7f', '\\x7f')}'`;
}
