// First of all imports: it sets what Fabric's packages read when they are loaded.
import '../../chaincode/contracts/test-support/quiet-fabric.js';
import { randomBytes } from 'node:crypto';
import { LedgerError } from '@argosy/domain/errors';
import type { LedgerRecord } from '@argosy/domain/shared/document';
import { decodeLedgerKey } from '@argosy/domain/shared/ledger-key';
import {
  encodeRecord,
  implicitCollection,
  sealRecordText,
} from '@argosy/domain/shared/record-text';
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
import { decode, encode } from '@argosy/protocol/wire';
import { staff } from '../../chaincode/contracts/test-support/identities.js';
import type { Signer } from '../../chaincode/contracts/test-support/identities.js';
import type { Execution } from '../../chaincode/contracts/test-support/ledger/execution.js';
import type { Ledger } from '../../chaincode/contracts/test-support/ledger/ledger.js';
import { registeredLedger } from '../../chaincode/contracts/test-support/networks.js';
import { keyHashOf, valueHashOf } from '../../chaincode/contracts/test-support/ledger/hashes.js';
import { keyOf, plant } from '../../chaincode/contracts/test-support/planted.js';
import { registeredMembers } from '../../chaincode/domain/test-support/network.js';
import { rosterOf } from '../../chaincode/domain/test-support/register.js';
import type { Consortium } from '../support/consortium.js';
import { envelopeOf, idOf } from './memory-envelope.js';
import type { Effects, Header } from './memory-envelope.js';

/** What a test can make go wrong; each hook is called with the number of the call, from 1. */
export interface Trouble {
  endorse?: (call: number) => void;
  beforeOrdering?: (call: number) => void;
  afterOrdering?: (call: number) => void;
  /** Another writer's change, after endorsement and before the envelope is ordered. */
  conflict?: (call: number) => boolean;
  /** Another code than the ledger's own, of a transaction that then changes nothing. */
  outcome?: (call: number) => number | undefined;
  /** A chaincode at fault: what it writes as a credit's record, and as its event. */
  record?: (text: string) => string;
  event?: (text: string) => string;
  /** Peers that agreed to leave something out. */
  effects?: (effects: Effects) => Effects;
}

const empty = new Uint8Array(0);
const same = <Value>(value: Value): Value => value;
const roles: Readonly<Record<string, string>> = {
  ines: 'trader',
  henrik: 'tradeOfficer',
  omar: 'trader',
  lucia: 'licensingOfficer',
  ada: 'administrator',
  clara: 'administrator',
};

/** What the guards of a record keep of it when it is created. */
export function sealsOf(record: LedgerRecord): Effects['privateWrites'] {
  return record.guards.map((msp) => ({
    collection: implicitCollection(msp),
    keyHash: keyHashOf(keyOf(record)),
    valueHash: valueHashOf(Buffer.from(sealRecordText(record.seal))),
  }));
}

/** A channel in memory: the real contracts decide on a ledger that judges as a peer does, real blocks come out, signed by the
 *  consortium's orderers. It stands in for the peer behind the gateway's one port; the scenario tests run the same gateway
 *  on a network. The first block after the genesis block founds the register. */
export class MemoryNetwork {
  readonly blocks: Uint8Array[];
  readonly trouble: Trouble = {};
  /** Blocks that have been cut and that nobody is given yet. */
  isHolding = false;
  submissions = 0;
  proposals = 0;
  readonly #ledger: Ledger;
  readonly #signers = new Map<string, Promise<Signer>>();
  readonly #prepared = new Map<string, Execution>();
  readonly #held: Uint8Array[] = [];
  readonly #readers = new Set<() => void>();
  #line: Promise<unknown> = Promise.resolve();
  #streamsEpoch = 0;
  #previousHash: Uint8Array;
  #seconds = Date.parse('2027-03-01T09:30:00Z') / 1_000;

  constructor(
    readonly consortium: Consortium,
    private readonly channel: 'trade' | 'border' = 'trade',
    private readonly roleOf = (person: string): string => roles[person] ?? '',
  ) {
    this.#ledger = registeredLedger(channel);
    this.blocks = [consortium.genesisBlock];
    this.#previousHash = headerHash(headerOf(decode(Block, consortium.genesisBlock)));
    this.#found();
  }

  portOf(msp: string): LedgerPort {
    const streams = new Set<BlockStream>();
    return {
      endorse: (call) => this.#endorse(msp, call),
      evaluate: async (call) => (await this.#execute(msp, call)).execution.payload,
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

  /** Cut a block of one valid transaction that wrote this. */
  write(effects: Effects): void {
    this.writeAll([effects]);
  }

  /** Cut a block of valid transactions, one for each. */
  writeAll(all: readonly Effects[]): void {
    const envelopes = all.map((effects) => {
      const { channel } = this;
      const at = { channel, msp: 'ImporterMSP', person: 'ines', nonce: randomBytes(24) };
      return this.#sign({ ...at, seconds: this.#seconds, args: ['write'], effects });
    });
    this.cut(
      envelopes,
      all.map(() => 0),
    );
  }

  /** Put records on the ledger as if their lives so far had happened, and cut the block that wrote them. */
  plant(records: readonly LedgerRecord[]): void {
    for (const record of records) plant(this.#ledger, record);
    this.#cutWriting(records);
  }

  #found(): void {
    this.#cutWriting([rosterOf(this.channel), ...registeredMembers(this.channel)]);
  }

  #cutWriting(records: readonly LedgerRecord[]): void {
    const writes = records.map((record) => ({ key: keyOf(record), value: encodeRecord(record) }));
    this.write({ writes, privateWrites: records.flatMap(sealsOf) });
  }

  async #endorse(msp: string, call: LedgerCall): Promise<Endorsed> {
    this.proposals += 1;
    this.trouble.endorse?.(this.proposals);
    const { header, execution } = await this.#execute(msp, call);
    this.#prepared.set(execution.txId, execution);
    const { effects: change = same } = this.trouble;
    const args = [call.function, ...call.arguments];
    const envelope = this.#sign({ ...header, args, effects: change(this.#effects(execution)) });
    return { transactionId: execution.txId, envelope, result: execution.payload };
  }

  async #execute(msp: string, call: LedgerCall): Promise<{ header: Header; execution: Execution }> {
    const { channel } = this;
    const { person, transient = {} } = call;
    this.#seconds += 1;
    const header = { channel, msp, person, nonce: randomBytes(24), seconds: this.#seconds };
    const by = await this.#signer(msp, person);
    const proposal = {
      by,
      args: [call.function, ...call.arguments],
      transient,
      txId: idOf(header),
      seconds: header.seconds,
    };
    const execution = await this.#inTurn(() => this.#ledger.endorse(proposal));
    if (execution.status >= 400) throw refusalOf(execution);
    return { header, execution };
  }

  #effects({ writes, privateWrites, events }: Execution): Effects {
    const { record = same, event: announce = same } = this.trouble;
    const [[, event] = ['', '']] = events;
    return {
      writes: writes.map(({ key, value }) => ({
        key,
        value: isCredit(key) ? record(String(value)) : value?.toString(),
      })),
      privateWrites,
      event: announce(event),
    };
  }

  #sign(transaction: Parameters<typeof envelopeOf>[0]): Uint8Array {
    return envelopeOf(transaction, this.consortium.organisations.ImporterMSP.client);
  }

  #signer(msp: string, person: string): Promise<Signer> {
    const known = this.#signers.get(person) ?? staff(msp, this.roleOf(person));
    this.#signers.set(person, known);
    return known;
  }

  /** A peer executes many proposals at once, but none while it commits. */
  #inTurn<Value>(work: () => Value | Promise<Value>): Promise<Value> {
    const done = this.#line.then(work);
    this.#line = done.catch(() => undefined);
    return done;
  }

  async #submit(envelope: Uint8Array): Promise<void> {
    this.submissions += 1;
    const call = this.submissions;
    this.trouble.beforeOrdering?.(call);
    const header =
      decode(Payload, decode(Envelope, envelope).payload).header?.channelHeader ?? empty;
    const execution = this.#prepared.get(decode(ChannelHeader, header).txId);
    if (execution === undefined) throw new Error('Nobody has endorsed it');
    const isLate = this.trouble.conflict?.(call) === true;
    await this.#inTurn(() => {
      if (isLate) this.#overtake(execution);
      const code = this.trouble.outcome?.(call);
      this.cut([envelope], code === undefined ? [...this.#ledger.commit([execution])] : [code]);
    });
    this.trouble.afterOrdering?.(call);
  }

  /** Another writer changes the credit that the execution has read. */
  #overtake({ reads }: Execution): void {
    for (const { key } of reads) {
      if (isCredit(key)) this.#ledger.plant(key, this.#ledger.read(key) ?? 'no credit');
    }
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

function isCredit(key: string): boolean {
  return decodeLedgerKey(key)?.type === 'credit';
}

function refusalOf({ message }: Execution): Error {
  const parsed = LedgerError.parse(message);
  return parsed === undefined ? new Error(message) : refusal(parsed);
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
