import type { ConfidentialReference } from '@argosy/domain/confidential/reference';
import { documentKind, kindOf } from '@argosy/domain/documents';
import type { DocumentName, RecordOf } from '@argosy/domain/documents';
import { LedgerError } from '@argosy/domain/errors';
import { rosterParts } from '@argosy/domain/register/roster';
import type { Decision } from '@argosy/domain/shared/decision';
import type { DocumentKind, LedgerRecord, NewRecord } from '@argosy/domain/shared/document';
import { documentKey } from '@argosy/domain/shared/ledger-key';
import { decodeRecord, encodeRecord, validRecord } from '@argosy/domain/shared/record-text';
import { refuseMissingConfidential } from './confidential.js';
import { isGuarded, refuseUnsealed } from './consent.js';
import type { Judging } from './consent.js';
import { guardsFor } from './members.js';
import { close, guard, seal, sealAtEnd, sealOf } from './seals.js';
import type { WorldState } from './world-state.js';

/**
 * The documents on the ledger, as one transaction sees them: each is read once, validated and found sealed before anything
 * is decided on it, and validated again before it is written.
 */
export class Records {
  readonly #state: WorldState;
  readonly #found = new Map<string, Promise<LedgerRecord | undefined>>();
  /** Of those that are not sealed, as they stand on the ledger. */
  readonly #texts = new Map<LedgerRecord, string>();

  constructor(state: WorldState) {
    this.#state = state;
  }

  /** A document, or undefined. Refuses: RECORD_UNREADABLE, RECORD_UNSEALED. */
  find<Name extends DocumentName>(
    name: Name,
    parts: readonly string[],
  ): Promise<RecordOf<Name> | undefined> {
    const key = documentKey(name, parts);
    const found = this.#found.get(key) ?? this.#read(documentKind(name), parts, key);
    this.#found.set(key, found);
    // What its own schema made is a record of that kind.
    return found as Promise<RecordOf<Name> | undefined>;
  }

  /** A document. Refuses: RECORD_NOT_FOUND, RECORD_UNREADABLE, RECORD_UNSEALED. */
  async get<Name extends DocumentName>(
    name: Name,
    parts: readonly string[],
  ): Promise<RecordOf<Name>> {
    const record = await this.find(name, parts);
    if (record === undefined) {
      throw LedgerError.of('RECORD_NOT_FOUND', { document: name, parts: [...parts] });
    }
    return record;
  }

  /**
   * Write what was decided; answers the text of each record as written, of the one that was asked for first.
   * Refuses: RECORD_ALREADY_EXISTS, MEMBER_UNKNOWN, MEMBER_SUSPENDED, MEMBER_WRONG_BUSINESS, RECORD_UNREADABLE.
   */
  async write(decision: Decision): Promise<readonly string[]> {
    const written: string[] = [];
    for (const { record } of decision) {
      written.push(isKept(record) ? await this.#put(record) : await this.#create(record));
    }
    return written;
  }

  async #read(
    document: DocumentKind,
    parts: readonly string[],
    key: string,
  ): Promise<LedgerRecord | undefined> {
    const bytes = await this.#state.getState(key);
    if (bytes.length === 0) return undefined;
    const text = Buffer.from(bytes).toString();
    const record = decodeRecord(document, text);
    if (documentKey(document.kind, document.parts(record)) !== key) {
      const problem = `it stands under the key of ${parts.join(' ')}`;
      throw LedgerError.of('RECORD_UNREADABLE', { key: document.kind, problem });
    }
    if (document.isSealed) await refuseUnsealed(record, this.#judging);
    else this.#texts.set(record, text);
    return record;
  }

  async #create(draft: NewRecord): Promise<string> {
    const document = kindOf(draft);
    const parts = document.parts(draft);
    const key = documentKey(document.kind, parts);
    const existing = await (this.#found.get(key) ?? this.#read(document, parts, key));
    if (existing !== undefined) {
      const details = { document: document.kind, parts: [...parts], current: existing.status };
      throw LedgerError.of('RECORD_ALREADY_EXISTS', details);
    }
    const guarded = { ...draft, guards: guardsFor(await this.roster(), document, draft) };
    const record = { ...guarded, seal: sealOf(guarded) };
    const text = await this.#put(record);
    if (record.guards.length > 0) await guard(this.#state, key, record.guards);
    if (document.isSealed) await seal(this.#state, key, record);
    return text;
  }

  async #put(record: LedgerRecord): Promise<string> {
    const document = kindOf(record);
    const valid = validRecord(document, record);
    const text = encodeRecord(valid);
    const key = documentKey(document.kind, document.parts(valid));
    await this.#state.putState(key, Buffer.from(text));
    if (document.isFinal?.(valid) === true) {
      await close(this.#state, key);
      await seal(this.#state, key, sealAtEnd(valid, text));
    }
    return text;
  }

  get #judging(): Judging {
    return { state: this.#state, findRoster: () => this.roster() };
  }

  /** Refuses: CONFIDENTIAL_MISSING, unless the collections hold the confidential terms that a document is going to name. */
  requireConfidential(references: readonly ConfidentialReference[]): Promise<void> {
    return refuseMissingConfidential(this.#state, references);
  }

  /**
   * Whether an unsealed record cannot change without the peers of those whom it binds; nor at all, and ended as they sealed it, once
   * it is final.
   */
  isGuarded(record: LedgerRecord): Promise<boolean> {
    return isGuarded({ record, text: this.#texts.get(record) ?? '' }, this.#judging);
  }

  /** Who is who on this channel; undefined before the founding of its register. Refuses: RECORD_UNREADABLE, RECORD_UNSEALED. */
  roster(): Promise<RecordOf<'roster'> | undefined> {
    return this.find('roster', rosterParts);
  }
}

function isKept(record: LedgerRecord | NewRecord): record is LedgerRecord {
  return 'seal' in record;
}
