import type { ClientDuplexStream } from '@grpc/grpc-js';
import { metadataOf } from '@argosy/protocol/block';
import { sha256Hex } from '@argosy/protocol/crypto';
import { Envelope, type Block } from '@argosy/protocol/messages/common';
import { DeliverResponse } from '@argosy/protocol/messages/deliver';
import { decode, type Decoded } from '@argosy/protocol/wire';
import { seekEnvelope } from '../../../../network/devnet/test-support/orderer-calls.js';
import type { TestClient } from '../../../../network/devnet/test-support/test-client.js';
import { settings } from '../support/settings.js';

type BlockMessage = Decoded<typeof Block>;

/** Where an envelope came to stand, and what became of it. */
export interface Place {
  readonly block: bigint;
  readonly index: number;
  readonly code: number;
}

const LAST = 2n ** 64n - 1n;
const DELIVER = '/protos.Deliver/Deliver';

/** Follows a channel's blocks at one peer from its newest one on, and knows where each envelope stands. */
export class BlockWatch {
  readonly #places = new Map<string, Place[]>();
  readonly #blocks = new Map<bigint, BlockMessage>();
  readonly #waiting = new Set<() => void>();
  readonly #stream: ClientDuplexStream<Uint8Array, Buffer>;
  #height = 0n;
  #failure: Error | undefined;

  constructor(client: Pick<TestClient, 'duplex' | 'signer'>, channelId: string) {
    this.#stream = client.duplex(DELIVER);
    this.#stream.on('data', (bytes: Buffer) => {
      this.#take(bytes);
    });
    this.#stream.on('error', (error) => {
      this.#failure = error;
      this.#wake();
    });
    const start = { newest: {} };
    const info = { start, stop: { specified: { number: LAST } } };
    this.#stream.write(seekEnvelope(client.signer, info, { channelId }));
  }

  /** How many blocks the peer has. */
  get height(): bigint {
    return this.#height;
  }

  /** All blocks that were seen, by number. */
  get blocks(): ReadonlyMap<bigint, BlockMessage> {
    return this.#blocks;
  }

  /** How often an envelope stands in blocks so far. */
  countOf(envelope: Uint8Array): number {
    return this.#places.get(markOf(envelope))?.length ?? 0;
  }

  /** Where an envelope stands for the first time, or the second, or whichever is meant; waits for it. */
  async placeOf(envelope: Uint8Array, count = 1): Promise<Place> {
    const mark = markOf(envelope);
    const place = (): Place | undefined => this.#places.get(mark)?.[count - 1];
    await this.#until(() => place() !== undefined, 'an envelope in a block');
    const found = place();
    if (found === undefined) throw new Error('an envelope has left its block');
    return found;
  }

  /** Wait until the peer has a block. */
  reached(block: bigint): Promise<void> {
    return this.#until(() => this.#height > block, `block ${block}`);
  }

  close(): void {
    this.#stream.removeAllListeners('error').on('error', () => undefined);
    this.#stream.cancel();
  }

  #take(bytes: Buffer): void {
    const { block } = decode(DeliverResponse, bytes);
    if (block?.header === undefined) return;
    const { number } = block.header;
    const flags = metadataOf(block, 'transactionsFilter');
    for (const [index, entry] of (block.data?.data ?? []).entries()) {
      const mark = markOf(entry);
      const places = this.#places.get(mark) ?? [];
      places.push({ block: number, index, code: flags[index] ?? 255 });
      this.#places.set(mark, places);
    }
    this.#blocks.set(number, block);
    this.#height = number + 1n;
    this.#wake();
  }

  #wake(): void {
    for (const look of this.#waiting) look();
  }

  #until(holds: () => boolean, what: string): Promise<void> {
    return new Promise((resolve, reject) => {
      const done = (settle: () => void): void => {
        clearTimeout(timer);
        this.#waiting.delete(look);
        settle();
      };
      const look = (): void => {
        const failure = this.#failure;
        if (holds()) done(resolve);
        else if (failure !== undefined) {
          done(() => {
            reject(failure);
          });
        }
      };
      const timer = setTimeout(() => {
        done(() => reject(new Error(`waited in vain for ${what}`)));
      }, settings.patienceMilliseconds);
      this.#waiting.add(look);
      look();
    });
  }
}

/** What is written in an envelope, whatever else stands in it: orderers may write an envelope anew. */
export function markOf(entry: Uint8Array): string {
  const { payload, signature } = decode(Envelope, entry);
  return sha256Hex(payload, signature);
}
