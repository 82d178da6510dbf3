import type { DocumentName, RecordOf } from '@argosy/domain/documents';
import type { WorldState } from '../../../chaincode/contracts/test-support/ledger/world-state.js';

/** The kinds of documents that the sequences are about. */
export type Name = Exclude<DocumentName, 'calendar' | 'codeList'>;

export type Kept = { [Kind in Name]: RecordOf<Kind> }[Name];

// A value is never changed once it is on the ledger, so that it need not be read twice.
const known = new WeakMap<Buffer, Kept>();

/** The documents on a ledger at one moment, read without the contracts. */
export class View {
  readonly #records: ReadonlyMap<string, Kept>;
  readonly #byKind = new Map<string, Kept[]>();

  constructor(state: WorldState) {
    const records = new Map<string, Kept>();
    for (const key of state.public.keys()) {
      const value = state.public.get(key)?.value;
      if (value !== undefined && isDocumentKey(key)) records.set(key, recordIn(value));
    }
    this.#records = records;
    for (const record of records.values()) {
      const others = this.#byKind.get(record.kind) ?? [];
      this.#byKind.set(record.kind, [...others, record]);
    }
  }

  /** By their keys. */
  get all(): ReadonlyMap<string, Kept> {
    return this.#records;
  }

  of<Kind extends Name>(kind: Kind): readonly RecordOf<Kind>[] {
    // The list of a kind has records of that kind.
    return (this.#byKind.get(kind) ?? []) as unknown as readonly RecordOf<Kind>[];
  }

  find<Kind extends Name>(kind: Kind, parts: readonly string[]): RecordOf<Kind> | undefined {
    // What stands under a document's key is a record of that kind.
    return this.#records.get(keyOf(kind, parts)) as RecordOf<Kind> | undefined;
  }

  /** The possession of a bill that nobody has closed. */
  head(bill: { readonly carrierCode: string; readonly reference: string }) {
    return this.of('possession').find(
      (it) =>
        it.carrierCode === bill.carrierCode &&
        it.reference === bill.reference &&
        it.status !== 'passedOn',
    );
  }

  /** What the issuing bank has made of a presentation so far. */
  examinationOf({ reference, parties }: RecordOf<'presentation'>) {
    return this.find('examination', [reference, parties.issuingBank.msp]);
  }
}

/** A document's key, in Fabric's form of a composite key. */
export function keyOf(kind: string, parts: readonly string[]): string {
  return `\u0000${[kind, ...parts].map((part) => `${part}\u0000`).join('')}`;
}

const others = ['request', 'calendar', 'codeList'];

/** Whether a document of these kinds stands under a key. */
export function isDocumentKey(key: string): boolean {
  const [, kind = ''] = key.split('\u0000');
  return !others.includes(kind);
}

function recordIn(value: Buffer): Kept {
  const record = known.get(value) ?? (JSON.parse(value.toString()) as Kept);
  known.set(value, record);
  return record;
}
