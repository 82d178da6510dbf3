import { randomBytes } from 'node:crypto';
import { decodeCreditRequest } from '@argosy/domain/credit/commands';
import { decodeCredit, encodeCredit } from '@argosy/domain/credit/credit';
import { decideCredit } from '@argosy/domain/credit/decide';
import { LedgerError } from '@argosy/domain/errors';
import { ledgerEventName } from '@argosy/domain/events';
import { isCreditAction } from '@argosy/domain/credit/steps';
import { canonicalJson } from '@argosy/domain/shared/canonical-json';
import { creditKey, requestKey } from '@argosy/domain/shared/ledger-key';
import type { BlockStream, Endorsed, LedgerCall, LedgerPort } from '@argosy/gateway/ledger/port';
import { buildBlock, dataHash, headerHash, headerOf } from '@argosy/protocol/block';
import { consenterSignature } from '@argosy/protocol/block-signature';
import {
  Block,
  ChannelHeader,
  Envelope,
  Payload,
  metadataSlot,
} from '@argosy/protocol/messages/common';
import { SerializedIdentity } from '@argosy/protocol/messages/msp';
import {
  ChaincodeAction,
  ChaincodeEvent,
  ProposalResponsePayload,
} from '@argosy/protocol/messages/proposal';
import { KVRWSet, TxReadWriteSet } from '@argosy/protocol/messages/rwset';
import {
  assembleTransaction,
  openProposal,
  signEnvelope,
  signProposal,
  transactionId,
} from '@argosy/protocol/proposal';
import { decode, encode } from '@argosy/protocol/wire';
import type { Consortium } from '../support/consortium.js';

interface Prepared {
  readonly reads: ReadonlyMap<string, number>;
  readonly writes: ReadonlyMap<string, string>;
}

/** What a test can make go wrong; each hook is called with the number of the call, from 1. */
export interface Trouble {
  endorse?: (call: number) => void;
  beforeOrdering?: (call: number) => void;
  afterOrdering?: (call: number) => void;
  /** Another writer's change, after endorsement and before the envelope is ordered. */
  conflict?: (call: number) => boolean;
  /** A chaincode at fault: what it writes as a credit's record, and as its event. */
  record?: (text: string) => string;
  event?: (text: string) => string;
}

const empty = new Uint8Array(0);
const same = (text: string): string => text;
const code = { valid: 0, duplicateTransactionId: 9, mvccReadConflict: 11 } as const;

/** A ledger in memory: the real domain decides, real blocks come out, signed by the consortium's orderers. It stands in
 *  for the peer behind the gateway's one port; the scenario tests run the same gateway on a network. */
export class MemoryNetwork {
  readonly blocks: Uint8Array[];
  readonly trouble: Trouble = {};
  /** Blocks that have been cut and that nobody is given yet. */
  isHolding = false;
  submissions = 0;
  proposals = 0;
  readonly #state = new Map<string, { value: string; version: number }>();
  readonly #prepared = new Map<string, Prepared>();
  readonly #seen = new Set<string>();
  readonly #held: Uint8Array[] = [];
  readonly #readers = new Set<() => void>();
  #streamsEpoch = 0;
  #previousHash: Uint8Array;
  #clock = Date.parse('2027-03-01T09:30:00Z');

  constructor(readonly consortium: Consortium) {
    this.blocks = [consortium.genesisBlock];
    this.#previousHash = headerHash(headerOf(decode(Block, consortium.genesisBlock)));
  }

  portOf(msp: string): LedgerPort {
    const streams = new Set<BlockStream>();
    return {
      endorse: (call) => this.#endorse(msp, call),
      submit: (_person, envelope) => this.#submit(envelope),
      height: () => Promise.resolve(BigInt(this.blocks.length)),
      blocks: (start) => {
        const stream = this.#stream(Number(start));
        streams.add(stream);
        return Promise.resolve(stream);
      },
      close: () => {
        for (const stream of streams) stream.close();
      },
    };
  }

  /** Give out the blocks that were held back. */
  release(): void {
    this.isHolding = false;
    this.blocks.push(...this.#held.splice(0));
    for (const wake of this.#readers) wake();
  }

  /** The blocks that are held back. */
  heldBlocks(): readonly Uint8Array[] {
    return this.#held;
  }

  /** Give out any bytes as the next block. */
  give(bytes: Uint8Array): void {
    this.blocks.push(bytes);
    for (const wake of this.#readers) wake();
  }

  /** Break every open block stream, as a peer's restart does. */
  dropStreams(): void {
    this.#streamsEpoch += 1;
    for (const wake of this.#readers) wake();
  }

  async #endorse(msp: string, call: LedgerCall): Promise<Endorsed> {
    this.proposals += 1;
    this.trouble.endorse?.(this.proposals);
    const nonce = randomBytes(24);
    const creator = encode(SerializedIdentity, { mspid: msp, idBytes: Buffer.from(call.person) });
    const txId = transactionId(nonce, creator);
    this.#clock += 1_000;
    const { result, change, prepared } = this.#decide(msp, call, txId);
    this.#prepared.set(txId, prepared);
    const { sign } = this.consortium.organisations.ImporterMSP.client;
    const { signed } = signProposal(
      {
        channelId: 'trade',
        chaincodeName: 'argosy',
        args: [call.function, call.command, call.requestId].map((text) => Buffer.from(text)),
        time: { seconds: BigInt(this.#clock / 1_000), nanos: 0 },
        nonce,
      },
      { mspId: msp, creator, sign },
    );
    const proposal = openProposal(signed);
    const { record = same, event: announce = same } = this.trouble;
    const writes = [...prepared.writes].map(([key, value]) => ({
      key,
      value: Buffer.from(key.includes('credit') ? record(value) : value),
    }));
    const event = {
      chaincodeId: 'argosy',
      txId,
      eventName: ledgerEventName,
      payload: Buffer.from(announce(change)),
    };
    const response = encode(ProposalResponsePayload, {
      proposalHash: proposal.proposalHash,
      extension: encode(ChaincodeAction, {
        results: encode(TxReadWriteSet, {
          nsRwset: [{ namespace: 'argosy', rwset: encode(KVRWSet, { writes }) }],
        }),
        events: encode(ChaincodeEvent, event),
        chaincodeId: { name: 'argosy', version: '0.1.0' },
      }),
    });
    const payload = assembleTransaction(proposal, response, []);
    const envelope = encode(Envelope, signEnvelope(payload, { mspId: msp, creator, sign }));
    return Promise.resolve({ transactionId: txId, envelope, result });
  }

  #decide(
    msp: string,
    { function: name, command, requestId }: LedgerCall,
    txId: string,
  ): { result: string; change: string; prepared: Prepared } {
    const action = name.replace('credit:', '').toLowerCase();
    if (!isCreditAction(action))
      throw refusal(LedgerError.of('FUNCTION_UNKNOWN', { function: name }));
    try {
      const request = decodeCreditRequest(action, command);
      const digest = `${name} ${command}`;
      const recordedKey = requestKey({ msp, requestId });
      const recorded = this.#state.get(recordedKey);
      if (recorded !== undefined) {
        const [transaction = '', content] = recorded.value.split('|');
        const details = { transactionId: transaction, sameContent: content === digest };
        throw LedgerError.of('REQUEST_ALREADY_RECORDED', details);
      }
      const key = creditKey(request.command.reference);
      const found = this.#state.get(key);
      const existing = found === undefined ? undefined : decodeCredit(found.value);
      const time = new Date(this.#clock).toISOString();
      const { credit, change } = decideCredit(existing, request, { caller: { msp }, time });
      const result = encodeCredit(credit);
      const reads = new Map([key, recordedKey].map((read) => [read, this.#versionOf(read)]));
      const writes = new Map([
        [key, result],
        [recordedKey, `${txId}|${digest}`],
      ]);
      return {
        result,
        change: canonicalJson({ v: 1, changes: [change] }),
        prepared: { reads, writes },
      };
    } catch (error) {
      throw error instanceof LedgerError ? refusal(error) : error;
    }
  }

  async #submit(envelope: Uint8Array): Promise<void> {
    this.submissions += 1;
    const call = this.submissions;
    this.trouble.beforeOrdering?.(call);
    const header =
      decode(Payload, decode(Envelope, envelope).payload).header?.channelHeader ?? empty;
    const txId = decode(ChannelHeader, header).txId;
    if (this.trouble.conflict?.(call) === true) {
      for (const key of this.#prepared.get(txId)?.reads.keys() ?? []) {
        if (key.includes('credit'))
          this.#state.set(key, {
            value: this.#state.get(key)?.value ?? '',
            version: this.#versionOf(key) + 1,
          });
      }
    }
    this.cut([envelope], [this.#validate(txId)]);
    this.trouble.afterOrdering?.(call);
    return Promise.resolve();
  }

  #validate(txId: string): number {
    if (this.#seen.has(txId)) return code.duplicateTransactionId;
    this.#seen.add(txId);
    const prepared = this.#prepared.get(txId);
    if (prepared === undefined)
      throw new Error('The test network did not endorse this transaction.');
    for (const [key, version] of prepared.reads) {
      if (this.#versionOf(key) !== version) return code.mvccReadConflict;
    }
    for (const [key, value] of prepared.writes) {
      this.#state.set(key, { value, version: this.#versionOf(key) + 1 });
    }
    return code.valid;
  }

  /** Cut a block of these entries, with these flags. */
  cut(entries: readonly Uint8Array[], flags: readonly number[], signers = 3): void {
    const number = BigInt(this.blocks.length + this.#held.length);
    const header = { number, previousHash: this.#previousHash, dataHash: dataHash(entries) };
    const metadata = { lastConfig: 0n, consenterMetadata: Buffer.of(1) };
    const signatures = this.consortium.consenters
      .slice(0, signers)
      .map(({ id, signer }) =>
        consenterSignature({ id, sign: signer.sign }, header, metadata, randomBytes(24)),
      );
    const block = buildBlock({ ...header, ...metadata, entries }, signatures);
    if (block.metadata !== undefined) {
      block.metadata.metadata[metadataSlot.transactionsFilter] = Uint8Array.from(flags);
    }
    this.#previousHash = headerHash(header);
    const bytes = encode(Block, block);
    if (this.isHolding) this.#held.push(bytes);
    else this.blocks.push(bytes);
    for (const wake of this.#readers) wake();
  }

  #versionOf(key: string): number {
    return this.#state.get(key)?.version ?? 0;
  }

  #stream(start: number): BlockStream {
    const readers = this.#readers;
    const { blocks } = this;
    const epoch = this.#streamsEpoch;
    const currentEpoch = (): number => this.#streamsEpoch;
    let isClosed = false;
    let wake: () => void = () => undefined;
    return {
      close: () => {
        isClosed = true;
        wake();
      },
      async *[Symbol.asyncIterator]() {
        for (let next = start; ;) {
          if (isClosed) return;
          if (currentEpoch() !== epoch) throw new Error('14 UNAVAILABLE: Connection dropped');
          const block = blocks[next];
          if (block !== undefined) {
            next += 1;
            yield block;
            continue;
          }
          const more = Promise.withResolvers<undefined>();
          wake = () => {
            more.resolve(undefined);
          };
          readers.add(wake);
          await more.promise;
          readers.delete(wake);
        }
      },
    };
  }
}

/** What the SDK throws when a chaincode refuses: the code of the whole says nothing, the details hold the text. */
export function refusal(error: Error): Error {
  return sdkError(
    '10 ABORTED: failed to endorse transaction, see attached details for more info',
    10,
    [`chaincode response 500, ${error.message}`],
  );
}

export function sdkError(message: string, status: number, details: readonly string[] = []): Error {
  return Object.assign(new Error(message), {
    name: 'EndorseError',
    code: status,
    details: details.map((text) => ({
      address: 'localhost:1',
      mspId: 'ImportBankMSP',
      message: text,
    })),
  });
}
