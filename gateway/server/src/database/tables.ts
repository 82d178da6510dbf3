import type { ColumnType, Generated } from 'kysely';
import type { Facets } from '../indexer/facets.js';
import type { QuarantineReason } from '../indexer/document-fold.js';
import type { OperationState } from '../operations/operation.js';

/** One organisation's own schema. It cannot be rebuilt from blocks, and belongs into a backup. */
export interface OrganisationTables {
  readonly operations: OperationsTable;
  readonly read_models: ReadModelsTable;
}

/** The schema of one read model: a projection of one channel's blocks that can be dropped and rebuilt. */
export interface ReadModelTables {
  readonly documents: DocumentsTable;
  readonly quarantine: QuarantineTable;
  readonly timeline: TimelineTable;
  readonly transactions: TransactionsTable;
  readonly events: EventsTable;
  readonly checkpoint: CheckpointTable;
}

/** Which of a channel's read models is served: each time that one is built it has the next number. */
interface ReadModelsTable {
  readonly channel: string;
  readonly generation: number;
}

/** What a document is called: its kind, and the parts of its key as a JSON array. */
interface DocumentName {
  readonly kind: string;
  readonly parts: ColumnType<readonly string[], string, string>;
}

/** The documents that count, of all kinds. */
interface DocumentsTable extends DocumentName {
  readonly status: string;
  readonly version: number;
  /** The record as the chaincode wrote it. */
  readonly record: string;
  /** What it is found by: its parties, and the other documents that it names. */
  readonly facets: ColumnType<Facets, string, string>;
  readonly created_block: number;
  readonly created_index: number;
  readonly updated_block: number;
  readonly updated_index: number;
  readonly updated_transaction: string;
}

/** What transactions wrote, announced or deleted that no contract does: it counts for nothing, and stands in no other table. The
 *  entries stay, whatever is written afterwards. */
interface QuarantineTable extends DocumentName {
  readonly block: number;
  /** Its place among the entries of the block. */
  readonly place: number;
  readonly index: number;
  readonly transaction_id: string;
  readonly by_msp: string;
  readonly reason: QuarantineReason;
  /** Whose seals it lacks, or what cannot be read of it. */
  readonly detail: string;
}

interface TimelineTable extends DocumentName {
  readonly block: number;
  readonly index: number;
  readonly transaction_id: string;
  readonly version: number;
  readonly status: string;
  readonly time: string;
  readonly by_msp: string;
  /** The record as this transaction left it. */
  readonly record: string;
}

interface TransactionsTable {
  readonly block: number;
  readonly index: number;
  readonly transaction_id: string;
  readonly code: number;
  readonly time: string;
}

interface EventsTable {
  readonly block: number;
  readonly index: number;
  readonly transaction_id: string;
  readonly time: string;
  readonly changes: ColumnType<unknown, string, string>;
}

interface CheckpointTable {
  readonly channel: string;
  readonly genesis_hash: string;
  readonly block: number;
  readonly block_hash: string;
  /** The last configuration block: the channel configuration that the next block is verified against. */
  readonly configuration: Uint8Array;
}

export interface OperationsTable {
  readonly id: string;
  readonly channel: string;
  readonly person: string;
  readonly idempotency_key: string;
  readonly fingerprint: string;
  readonly ledger_request_id: string;
  /** The chaincode's function: `credit:Issue`. */
  readonly function: string;
  readonly parts: ColumnType<readonly string[], string, string>;
  readonly command: string;
  readonly expected_version: number | null;
  readonly http_request_id: string;
  readonly state: OperationState;
  readonly attempts: Generated<number>;
  readonly transaction_id: string | null;
  readonly envelope: Uint8Array | null;
  readonly result: string | null;
  readonly problem: string | null;
  readonly block: number | null;
  readonly validation_code: number | null;
  readonly received_at: string;
  readonly endorsed_at: string | null;
  readonly submitted_at: string | null;
  readonly finished_at: string | null;
}
