import { LedgerError } from '@argosy/domain/errors';
import { issuesOf } from '@argosy/domain/shared/decode';
import { timeFromTimestamp } from '@argosy/domain/shared/time';
import { isConfigTransaction, metadataOf, type BlockMessage } from '@argosy/protocol/block';
import {
  ChannelHeader,
  Envelope,
  Payload,
  SignatureHeader,
  headerType,
} from '@argosy/protocol/messages/common';
import { SerializedIdentity } from '@argosy/protocol/messages/msp';
import {
  ChaincodeAction,
  ChaincodeActionPayload,
  ChaincodeEvent,
  ProposalResponsePayload,
  Transaction,
} from '@argosy/protocol/messages/proposal';
import { KVRWSet, TxReadWriteSet } from '@argosy/protocol/messages/rwset';
import { decode, type Decoded } from '@argosy/protocol/wire';
import { z } from 'zod';

/** A key that a transaction wrote in the chaincode's namespace. */
export interface Write {
  readonly key: string;
  readonly isDelete: boolean;
  readonly value: Uint8Array;
}

/** One transaction of a block. `writes` and `event` are empty unless it is valid. */
export interface BlockTransaction {
  readonly index: number;
  readonly transactionId: string;
  readonly code: number;
  readonly time: string;
  readonly creatorMsp: string;
  readonly writes: readonly Write[];
  readonly event: { readonly name: string; readonly payload: Uint8Array } | undefined;
}

export interface ReadBlock {
  readonly transactions: readonly BlockTransaction[];
  readonly isConfiguration: boolean;
}

const validCode = 0;
const notValidated = 254;
// An invalid transaction may state anything as its id; what no database could hold is nobody's id.
const plainId = /^[\x20-\x7e]{1,128}$/;
const empty = new Uint8Array(0);

/** A transaction that the peers found valid holds what this gateway cannot read. */
export class TransactionUnreadable extends Error {
  constructor(
    at: { readonly index: number; readonly transactionId: string; readonly what: string },
    reason: unknown,
  ) {
    const id = at.transactionId === '' ? '' : ` (${at.transactionId})`;
    super(
      `transaction ${at.index}${id} is valid, but ${at.what} cannot be read: ${wordsOf(reason)}`,
    );
    this.name = 'TransactionUnreadable';
  }
}

function wordsOf(reason: unknown): string {
  if (reason instanceof LedgerError) return reason.sentence;
  if (reason instanceof z.ZodError) {
    return issuesOf(reason)
      .map(({ field, problem }) => `${field}: ${problem}`)
      .join('; ');
  }
  return reason instanceof Error ? reason.message : String(reason);
}

/** Read what a block did in one chaincode's namespace. The peer's flags say which transactions are valid.
 *  Refuses: TransactionUnreadable. */
export function readBlock(block: BlockMessage, chaincode: string): ReadBlock {
  const entries = block.data?.data ?? [];
  const flags = metadataOf(block, 'transactionsFilter');
  const [first] = entries;
  return {
    transactions: entries.map((entry, index) =>
      readTransaction(entry, { index, code: flags[index] ?? notValidated, chaincode }),
    ),
    isConfiguration: first !== undefined && entries.length === 1 && isConfigTransaction(first),
  };
}

interface Place {
  readonly index: number;
  readonly code: number;
  readonly chaincode: string;
}

function readTransaction(entry: Uint8Array, { index, code, chaincode }: Place): BlockTransaction {
  const unreadable = {
    index,
    transactionId: '',
    code,
    time: '',
    creatorMsp: '',
    writes: [],
    event: undefined,
  };
  try {
    const payload = decode(Payload, decode(Envelope, entry).payload);
    const header = decode(ChannelHeader, payload.header?.channelHeader ?? empty);
    const signature = decode(SignatureHeader, payload.header?.signatureHeader ?? empty);
    const isOurs = code === validCode && header.type === headerType.endorserTransaction;
    const effects = isOurs
      ? readEffects(payload.data, chaincode)
      : { writes: [], event: undefined };
    return {
      index,
      transactionId: plainId.test(header.txId) ? header.txId : '',
      code,
      time: timeText(header.timestamp),
      creatorMsp: mspOf(signature.creator),
      ...effects,
    };
  } catch (error) {
    // An entry that nobody can decode is recorded as invalid by every peer; one marked valid must be readable.
    if (code === validCode) {
      throw new TransactionUnreadable({ index, transactionId: '', what: 'its content' }, error);
    }
    return unreadable;
  }
}

function readEffects(
  data: Uint8Array,
  chaincode: string,
): Pick<BlockTransaction, 'writes' | 'event'> {
  const [action] = decode(Transaction, data).actions;
  const endorsed = decode(ChaincodeActionPayload, action?.payload ?? empty).action;
  const response = decode(ProposalResponsePayload, endorsed?.proposalResponsePayload ?? empty);
  const { results, events } = decode(ChaincodeAction, response.extension);
  const writes = decode(TxReadWriteSet, results)
    .nsRwset.filter(({ namespace }) => namespace === chaincode)
    .flatMap(({ rwset }) => decode(KVRWSet, rwset).writes);
  const event = events.length === 0 ? undefined : decode(ChaincodeEvent, events);
  return {
    writes,
    event:
      event?.chaincodeId === chaincode
        ? { name: event.eventName, payload: event.payload }
        : undefined,
  };
}

function mspOf(creator: Uint8Array): string {
  return creator.length === 0 ? '' : decode(SerializedIdentity, creator).mspid;
}

// A time that no calendar has is possible in another chaincode's transaction; ours refuses it.
function timeText(timestamp: Decoded<typeof ChannelHeader>['timestamp']): string {
  if (timestamp === undefined) return '';
  try {
    return timeFromTimestamp(timestamp);
  } catch {
    return '';
  }
}
