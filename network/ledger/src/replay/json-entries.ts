import { JsonGathering, isClose, isOpen, isSpace, jsonByte } from './json-gathering.js';
import { RecordFault } from './record-fault.js';
import type { RecordedFile } from './recorded-file.js';

/** A value of a JSON document with the member names and positions that lead to it. */
export interface JsonEntry {
  readonly path: readonly string[];
  readonly value: unknown;
  readonly offset: number;
}

/** Whether to go into the object or array at this path, or to take it as one value. */
export type Enters = (path: readonly string[]) => boolean;

/** The values of a JSON document in their order, however large it is. Throws RecordFault where it is no JSON or cut off. */
export async function* jsonEntries(
  file: RecordedFile,
  enters: Enters,
): AsyncGenerator<JsonEntry, undefined> {
  const splitter = new JsonSplitter(file.name, enters);
  for await (const chunk of file.content()) yield* splitter.push(chunk);
  yield* splitter.end();
  return undefined;
}

interface Container {
  readonly isObject: boolean;
  /** Of the member that is being read. */
  name: string;
  /** How many values were read. */
  count: number;
}

/** What may stand at a place of the document, and what to do with the byte that stands there. */
type Expectation = 'value' | 'firstValue' | 'name' | 'firstName' | 'colon' | 'separator' | 'end';
type Structure = Readonly<Record<Expectation, (char: number, at: number) => void>>;

/** Finds where values begin and end; what is between is read by JSON.parse. */
class JsonSplitter {
  readonly #stack: Container[] = [];
  #expects: Expectation = 'value';
  #gathered: JsonGathering | undefined;
  #offset = 0;

  constructor(
    private readonly file: string,
    private readonly enters: Enters,
  ) {}

  *push(chunk: Buffer): Generator<JsonEntry> {
    for (let at = 0; at < chunk.length;) {
      const gathered = this.#gathered ?? this.#begin(chunk[at] ?? 0, this.#offset + at);
      if (gathered === undefined) {
        at++;
        continue;
      }
      const { length, complete } = gathered.take(chunk, at);
      at += length;
      if (complete) yield* this.#complete(gathered);
    }
    this.#offset += chunk.length;
  }

  *end(): Generator<JsonEntry> {
    const last = this.#gathered;
    if (last?.isBare === true && this.#stack.length === 0) yield* this.#complete(last);
    if (this.#expects !== 'end') throw this.#fault(this.#offset, 'the document is cut off');
  }

  /** Look at a byte between values. What begins with it is gathered; undefined when the byte is used up. */
  #begin(char: number, at: number): JsonGathering | undefined {
    if (!isSpace(char)) this.#structure[this.#expects](char, at);
    return this.#gathered;
  }

  readonly #structure: Structure = {
    value: (char, at) => this.#value(char, at),
    firstValue: (char, at) => (isClose(char) ? this.#leave(char, at) : this.#value(char, at)),
    name: (char, at) => {
      if (char !== jsonByte.quote) throw this.#fault(at, 'a member name is missing');
      this.#gathered = new JsonGathering(char, at);
    },
    firstName: (char, at) =>
      isClose(char) ? this.#leave(char, at) : this.#structure.name(char, at),
    colon: (char, at) => {
      if (char !== jsonByte.colon) throw this.#fault(at, 'a colon is missing');
      this.#expects = 'value';
    },
    separator: (char, at) => {
      if (char !== jsonByte.comma) {
        this.#leave(char, at);
        return;
      }
      this.#expects = this.#stack.at(-1)?.isObject === true ? 'name' : 'value';
    },
    end: (_char, at) => {
      throw this.#fault(at, 'something follows the document');
    },
  };

  #value(char: number, at: number): void {
    if (isClose(char) || char === jsonByte.comma || char === jsonByte.colon)
      throw this.#fault(at, 'a value is missing');
    if (!isOpen(char) || !this.enters(this.#path())) {
      this.#gathered = new JsonGathering(char, at);
      return;
    }
    const isObject = char === jsonByte.openObject;
    this.#stack.push({ isObject, name: '', count: 0 });
    this.#expects = isObject ? 'firstName' : 'firstValue';
  }

  #leave(char: number, at: number): void {
    const isObject = this.#stack.at(-1)?.isObject === true;
    if (char !== (isObject ? jsonByte.closeObject : jsonByte.closeArray))
      throw this.#fault(at, 'a comma or a closing bracket is missing');
    this.#stack.pop();
    this.#afterValue();
  }

  *#complete(gathered: JsonGathering): Generator<JsonEntry> {
    this.#gathered = undefined;
    const value = this.#parse(gathered);
    const top = this.#stack.at(-1);
    const isName = this.#expects === 'name' || this.#expects === 'firstName';
    if (isName && top !== undefined && typeof value === 'string') {
      top.name = value;
      this.#expects = 'colon';
      return;
    }
    const path = this.#path();
    this.#afterValue();
    yield { path, value, offset: gathered.offset };
  }

  #afterValue(): void {
    const top = this.#stack.at(-1);
    if (top !== undefined) top.count++;
    this.#expects = top === undefined ? 'end' : 'separator';
  }

  #parse(gathered: JsonGathering): unknown {
    try {
      return gathered.parse();
    } catch {
      throw this.#fault(gathered.offset, 'no JSON value stands here');
    }
  }

  #path(): string[] {
    return this.#stack.map(({ isObject, name, count }) => (isObject ? name : String(count)));
  }

  #fault(offset: number, what: string): RecordFault {
    return new RecordFault(this.file, offset, what);
  }
}
