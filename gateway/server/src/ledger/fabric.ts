import * as grpc from '@grpc/grpc-js';
import {
  connect,
  hash,
  type Gateway,
  type Network,
  type Proposal,
} from '@hyperledger/fabric-gateway';
import type { Signer } from '@argosy/protocol/signer';
import { newestBlockRequest } from './newest-block.js';
import type { BlockStream, Endorsed, LedgerCall, LedgerPort } from './port.js';

export interface FabricSettings {
  readonly endpoint: string;
  readonly tlsCa: Uint8Array;
  readonly people: ReadonlyMap<string, FabricIdentity>;
  readonly indexer: FabricIdentity;
}

export interface FabricIdentity {
  readonly signer: Signer;
  readonly certificate: Uint8Array;
}

const heightLimitMilliseconds = 5_000;
const mebibyte = 1024 * 1024;

// The peer closes connections that ping more often than every 60 s; grpc-js receives only 4 MiB by default.
const clientOptions = {
  'grpc.keepalive_time_ms': 120_000,
  'grpc.keepalive_timeout_ms': 20_000,
  'grpc.keepalive_permit_without_calls': 1,
  'grpc.max_receive_message_length': 100 * mebibyte,
  'grpc.max_send_message_length': 100 * mebibyte,
  'grpc.initial_reconnect_backoff_ms': 50,
  'grpc.min_reconnect_backoff_ms': 50,
  'grpc.max_reconnect_backoff_ms': 1_000,
} as const;

// Suppliers, not values: a deadline computed once would expire for ever.
const within = (milliseconds: number) => (): grpc.CallOptions => ({
  deadline: Date.now() + milliseconds,
});

/** A peer that an organisation uses, its own or a sponsor's: one connection for all channels, one SDK gateway per identity. */
export class FabricPeer {
  readonly #client: grpc.Client;
  readonly #people: ReadonlyMap<string, FabricStaff>;
  readonly #indexer: FabricStaff;
  #users = 0;

  constructor({ endpoint, tlsCa, people, indexer }: FabricSettings) {
    const credentials = grpc.credentials.createSsl(Buffer.from(tlsCa));
    this.#client = new grpc.Client(endpoint, credentials, clientOptions);
    this.#indexer = this.#connect(indexer);
    this.#people = new Map([...people].map(([id, identity]) => [id, this.#connect(identity)]));
  }

  /** One channel of the peer. The connection is closed with the last of them. */
  ledger(channel: string, chaincode: string): LedgerPort {
    this.#users += 1;
    return new FabricLedger(
      { people: this.#people, indexer: this.#indexer, channel, chaincode },
      () => {
        this.#users -= 1;
        if (this.#users === 0) this.#close();
      },
    );
  }

  #close(): void {
    for (const { gateway } of [...this.#people.values(), this.#indexer]) gateway.close();
    this.#client.close();
  }

  #connect({ signer, certificate }: FabricIdentity): FabricStaff {
    const gateway = connect({
      client: this.#client,
      identity: { mspId: signer.mspId, credentials: certificate },
      // No hash by the SDK: the signer receives the message and OpenSSL hashes and signs in one call.
      hash: hash.none,
      signer: (message) => Promise.resolve(signer.sign(message)),
      evaluateOptions: within(10_000),
      endorseOptions: within(15_000),
      submitOptions: within(10_000),
    });
    return { signer, gateway };
  }
}

/** An identity with its SDK gateway. */
interface FabricStaff {
  readonly signer: Signer;
  readonly gateway: Gateway;
}

interface FabricChannel {
  readonly people: ReadonlyMap<string, FabricStaff>;
  readonly indexer: FabricStaff;
  readonly channel: string;
  readonly chaincode: string;
}

/** One channel over an organisation's peer. */
class FabricLedger implements LedgerPort {
  constructor(
    private readonly at: FabricChannel,
    readonly close: () => void,
  ) {}

  async endorse(call: LedgerCall): Promise<Endorsed> {
    const { gateway, signer } = this.#staff(call.person);
    const unsigned = await this.#proposal(gateway, call).endorse();
    // Signed here and not in submit(), so that the very bytes that go to the orderers can be stored first.
    const signature = signer.sign(unsigned.getDigest());
    const signed = gateway.newSignedTransaction(unsigned.getBytes(), signature);
    return {
      transactionId: signed.getTransactionId(),
      envelope: signed.getBytes(),
      result: Buffer.from(signed.getResult()).toString('utf8'),
    };
  }

  async evaluate(call: LedgerCall): Promise<string> {
    const { gateway } = this.#staff(call.person);
    const answer = await this.#proposal(gateway, call).evaluate();
    return Buffer.from(answer).toString('utf8');
  }

  async submit(person: string, envelope: Uint8Array): Promise<void> {
    await this.#staff(person).gateway.newTransaction(envelope).submit();
  }

  async height(): Promise<bigint> {
    const { channel, indexer } = this.at;
    const { signer, gateway } = indexer;
    const { envelope, payload } = newestBlockRequest({
      channel,
      creator: signer.creator,
      now: new Date(),
    });
    const request = gateway.newSignedFilteredBlockEventsRequest(envelope, signer.sign(payload));
    const blocks = await request.getEvents(within(heightLimitMilliseconds)());
    try {
      for await (const block of blocks) return BigInt(block.getNumber()) + 1n;
      throw new Error(`The peer knows no block of ${channel}.`);
    } finally {
      blocks.close();
    }
  }

  async blocks(start: bigint): Promise<BlockStream> {
    const blocks = await this.#network(this.at.indexer.gateway).getBlockEvents({
      startBlock: start,
    });
    return {
      close: () => {
        blocks.close();
      },
      async *[Symbol.asyncIterator]() {
        // What is hashed and signed are byte fields of the message, so encoding it again keeps them.
        for await (const block of blocks) yield block.serializeBinary();
      },
    };
  }

  #proposal(gateway: Gateway, call: LedgerCall): Proposal {
    const { function: name, arguments: texts, transient } = call;
    const contract = this.#network(gateway).getContract(this.at.chaincode);
    return contract.newProposal(name, {
      arguments: [...texts],
      ...(transient === undefined ? {} : { transientData: transient }),
    });
  }

  #network(gateway: Gateway): Network {
    return gateway.getNetwork(this.at.channel);
  }

  #staff(person: string): FabricStaff {
    const found = this.at.people.get(person);
    if (found === undefined) throw new Error(`No ledger identity for ${person}.`);
    return found;
  }
}
