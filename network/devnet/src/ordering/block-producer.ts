import { blockSignatures } from '@argosy/protocol/block-signature';
import { Envelope } from '@argosy/protocol/messages/common';
import { reasonOf } from '@argosy/protocol/reason';
import { decode } from '@argosy/protocol/wire';
import { BlockRejected } from '@argosy/ledger/verdict';
import { filter, NotAdmitted, readHeaders } from './admission.js';
import { makeBlock } from './block-maker.js';
import { admitUpdate, updateWithin, type UpdateContext } from './configuration-update.js';
import { configurationBlock } from './last-configuration.js';
import type { OrdererNode } from './orderer-node.js';
import type { OrderingParts } from './ordering.js';
import type { Pending } from './pool.js';

/** Who makes the blocks. */
export interface ProducerPorts {
  /** The nodes that are there. */
  nodes(): readonly OrdererNode[];
  /** How a node judges updates of the configuration. */
  updateContext(node: OrdererNode): UpdateContext;
}

/** Makes the blocks of one channel and hands them to its ledger. */
export class BlockProducer {
  constructor(
    private readonly parts: Omit<OrderingParts, 'nodes' | 'production'>,
    private readonly ports: ProducerPorts,
  ) {}

  /**
   * Commit the messages in one block. One that the ledger cannot judge would stop the channel for ever; so a
   * refused block is tried again message by message, and what is refused alone is dropped with a warning.
   */
  async produce(requests: readonly Pending[]): Promise<void> {
    const standing = requests.flatMap((request) => this.underPresent(request));
    if (standing.length === 0) return;
    try {
      await this.commit(standing);
    } catch (error) {
      if (!(error instanceof BlockRejected)) throw error;
      if (standing.length === 1) {
        this.parts.warn(`a transaction was dropped: ${reasonOf(error)}`);
        return;
      }
      for (const request of standing) await this.produce([request]);
    }
  }

  /** A message that was admitted under an earlier configuration is judged again, and dropped if it is not admitted now. */
  private underPresent(request: Pending): Pending[] {
    const { bundle } = this.parts.ledger;
    if (request.sequence === undefined || request.sequence === bundle.sequence) return [request];
    try {
      if (request.isConfiguration === true) {
        const [node] = this.ports.nodes();
        const update = updateWithin(request.bytes);
        return node === undefined ? [] : [admitUpdate(update, this.ports.updateContext(node))];
      }
      const envelope = decode(Envelope, request.bytes);
      filter(envelope, readHeaders(envelope), { bundle, now: this.parts.ambient.now() });
      return [request];
    } catch (error) {
      if (!(error instanceof NotAdmitted)) throw error;
      this.parts.warn(
        `a transaction was dropped, for the configuration changed: ${reasonOf(error)}`,
      );
      return [];
    }
  }

  private async commit(requests: readonly Pending[]): Promise<void> {
    const { ledger, ambient, transient } = this.parts;
    const { bundle } = ledger;
    const entries = requests.map(({ bytes }) => bytes);
    const number = ledger.height;
    const isConfiguration = requests.some((request) => request.isConfiguration);
    const end = {
      number,
      previousHash: ledger.lastHeaderHash,
      lastConfig: isConfiguration ? number : configurationBlock(ledger),
    };
    const block = makeBlock(end, entries, bundle, {
      nodes: this.ports.nodes(),
      randomBytes: (size) => ambient.randomBytes(size),
    });
    // Whether these signatures hold, the ledger need not find out.
    for (const signed of blockSignatures(block, bundle)) bundle.noteSigned(signed);
    const privateData = (await transient?.setsFor(number, block)) ?? [];
    const committed = await ledger.commit(block, { privateData });
    await transient?.committed(committed);
  }
}
