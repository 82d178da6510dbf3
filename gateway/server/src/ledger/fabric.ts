import * as grpc from '@grpc/grpc-js';
import { connect, hash, type Gateway, type Network } from '@hyperledger/fabric-gateway';
import type { Signer } from '@argosy/protocol/signer';
import { newestBlockRequest } from './newest-block.js';
import type { BlockStream, Endorsed, LedgerCall, LedgerPort } from './port.js';

export interface FabricSettings {
  readonly endpoint: string;
  readonly tlsCa: Uint8Array;
  readonly channel: string;
  readonly chaincode: string;
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

/** The ledger over the organisation's peer, or its sponsor's: one connection, one SDK gateway per identity. */
export class FabricLedger implements LedgerPort {
  readonly #client: grpc.Client;
  readonly #gateways = new Map<string, Gateway>();
  readonly #indexer: Gateway;

  constructor(private readonly settings: FabricSettings) {
    const credentials = grpc.credentials.createSsl(Buffer.from(settings.tlsCa));
    this.#client = new grpc.Client(settings.endpoint, credentials, clientOptions);
    this.#indexer = this.#connect(settings.indexer);
    for (const [person, identity] of settings.people) {
      this.#gateways.set(person, this.#connect(identity));
    }
  }

  async endorse({ person, function: name, command, requestId }: LedgerCall): Promise<Endorsed> {
    const gateway = this.#gatewayOf(person);
    const contract = this.#network(gateway).getContract(this.settings.chaincode);
    const proposal = contract.newProposal(name, { arguments: [command, requestId] });
    const unsigned = await proposal.endorse();
    // Signed here and not in submit(), so that the very bytes that go to the orderers can be stored first.
    const signature = this.#identityOf(person).signer.sign(unsigned.getDigest());
    const signed = gateway.newSignedTransaction(unsigned.getBytes(), signature);
    return {
      transactionId: signed.getTransactionId(),
      envelope: signed.getBytes(),
      result: Buffer.from(signed.getResult()).toString('utf8'),
    };
  }

  async submit(person: string, envelope: Uint8Array): Promise<void> {
    await this.#gatewayOf(person).newTransaction(envelope).submit();
  }

  async height(): Promise<bigint> {
    const { signer } = this.settings.indexer;
    const { channel } = this.settings;
    const { envelope, payload } = newestBlockRequest({
      channel,
      creator: signer.creator,
      now: new Date(),
    });
    const request = this.#indexer.newSignedFilteredBlockEventsRequest(
      envelope,
      signer.sign(payload),
    );
    const blocks = await request.getEvents(within(heightLimitMilliseconds)());
    try {
      for await (const block of blocks) return BigInt(block.getNumber()) + 1n;
      throw new Error(`The peer knows no block of ${channel}.`);
    } finally {
      blocks.close();
    }
  }

  async blocks(start: bigint): Promise<BlockStream> {
    const blocks = await this.#network(this.#indexer).getBlockEvents({ startBlock: start });
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

  close(): void {
    for (const gateway of [...this.#gateways.values(), this.#indexer]) gateway.close();
    this.#client.close();
  }

  #connect({ signer, certificate }: FabricIdentity): Gateway {
    return connect({
      client: this.#client,
      identity: { mspId: signer.mspId, credentials: certificate },
      // No hash by the SDK: the signer receives the message and OpenSSL hashes and signs in one call.
      hash: hash.none,
      signer: (message) => Promise.resolve(signer.sign(message)),
      endorseOptions: within(15_000),
      submitOptions: within(10_000),
    });
  }

  #network(gateway: Gateway): Network {
    return gateway.getNetwork(this.settings.channel);
  }

  #gatewayOf(person: string): Gateway {
    const gateway = this.#gateways.get(person);
    if (gateway === undefined) throw new Error(`No ledger identity for ${person}.`);
    return gateway;
  }

  #identityOf(person: string): FabricIdentity {
    const identity = this.settings.people.get(person);
    if (identity === undefined) throw new Error(`No ledger identity for ${person}.`);
    return identity;
  }
}
