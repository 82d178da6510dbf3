/** A file of a recorded ledger that cannot be read as what it should be: where, and what is wrong there. */
export class RecordFault extends Error {
  override readonly name = 'RecordFault';

  constructor(
    readonly file: string,
    /** A byte of the file's content: of what it holds unpacked, where it is compressed. */
    readonly offset: number,
    readonly what: string,
  ) {
    super(`${file}, byte ${offset}: ${what}`);
  }
}

/** A folder that holds no recorded ledger. */
export class NoRecord extends Error {
  override readonly name = 'NoRecord';
}
