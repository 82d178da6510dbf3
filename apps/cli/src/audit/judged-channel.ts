import { compareOutcome } from '@argosy/ledger/replay/compare-block';
import type { BlockRecord } from '@argosy/ledger/replay/compare-block';
import type { Difference } from '@argosy/ledger/replay/difference';
import { beginLedger } from '@argosy/ledger/replay/replayed-ledger';
import type { ReplayedLedger } from '@argosy/ledger/replay/replayed-ledger';
import { emptyTally } from '@argosy/ledger/replay/tally';
import { commitAhead } from '@argosy/ledger/pipeline';
import { BlockRejected } from '@argosy/ledger/verdict';
import type { Verdict } from '@argosy/ledger/verdict';
import type { ParallelVerifier } from '@argosy/ledger/verification/parallel-verifier';
import { headerOf } from '@argosy/protocol/block';
import type { ChannelAudit } from './verify-channel.js';
import type { Findings } from './findings.js';
import { FoundDocuments } from './found-documents.js';
import { contentOf, hashOf, readBlock } from './read-block.js';

type Beginning = {
  readonly chaincode: string;
  /** The first block, which is trusted. */
  readonly genesisBlock: Uint8Array;
  /** Who says what the blocks are, and how they were judged: a peer, or a file. */
  readonly said: string;
  readonly verifier: ParallelVerifier;
};

type SaidBlock = BlockRecord & { readonly bytes: Uint8Array };

/** A channel whose every block is judged anew, from the first one on: signatures of the orderers, chain of hashes, signatures and
 *  policies of every transaction, conflicts of what it read, and from that the state. Nothing that was said of a block is believed. */
export class JudgedChannel {
  readonly documents: FoundDocuments;
  /** Why the rest of the blocks could not be judged: the first one that must be refused. */
  refused: string | undefined;
  transactions = 0;
  /** Of the last block that was judged. */
  headHash = '';
  commitHash = '';
  #verdicts: readonly Verdict[] = [];

  private constructor(
    private readonly of: Beginning,
    private readonly begun: ReplayedLedger,
    private readonly findings: Findings,
  ) {
    this.documents = new FoundDocuments(of.chaincode);
    begun.ledger.onCommit((_, verdicts) => {
      this.#verdicts = verdicts;
    });
  }

  /** Begin with the first block alone. */
  static async begin(of: Beginning, findings: Findings): Promise<JudgedChannel> {
    const { genesisBlock, verifier } = of;
    return new JudgedChannel(of, await beginLedger(genesisBlock, { verifier }), findings);
  }

  /** How many blocks were read and judged; none before the first was compared. */
  get height(): bigint {
    return this.headHash === '' ? 0n : this.begun.ledger.height;
  }

  /** How many signatures were verified. */
  get signatures(): number {
    return this.begun.checks.verified;
  }

  /** What was judged. */
  get counts(): Pick<
    ChannelAudit,
    'blocks' | 'transactions' | 'signatures' | 'headHash' | 'commitHash'
  > {
    const { transactions, signatures, headHash, commitHash } = this;
    return { blocks: Number(this.height), transactions, signatures, headHash, commitHash };
  }

  close(): Promise<void> {
    return this.begun.close();
  }

  /** Judge the blocks from `height` on. Throws what reading them throws; what is wrong with one is a difference. */
  async follow(blocks: AsyncIterable<Uint8Array>): Promise<void> {
    if (this.refused !== undefined) return;
    /** Read, and not yet committed. */
    const waiting: SaidBlock[] = [];
    try {
      for await (const judged of commitAhead(this.begun.ledger, this.#wanted(blocks, waiting))) {
        const said = waiting.shift();
        if (said === undefined) return;
        this.transactions += judged.transactions.length;
        const outcome = { verdicts: this.#verdicts, commitHash: judged.commitHash };
        for (const one of compareOutcome(said, outcome, emptyTally())) this.#outcome(one, said);
        this.#stand(judged);
      }
    } catch (error) {
      if (!(error instanceof BlockRejected)) throw error;
      this.#refuse(Number(this.begun.ledger.height), error.message);
    }
  }

  /** The blocks after the first one, which is compared with the one that is trusted. What cannot be read ends them. */
  async *#wanted(
    blocks: AsyncIterable<Uint8Array>,
    waiting: SaidBlock[],
  ): AsyncGenerator<Uint8Array, undefined> {
    let isFirst = this.height === 0n;
    for await (const bytes of blocks) {
      const block = readBlock(bytes);
      if (isFirst) this.#compareFirst(bytes);
      else {
        waiting.push({ block, bytes, file: this.of.said });
        yield bytes;
      }
      isFirst = false;
    }
    return undefined;
  }

  /** Throws BlockRejected where the channel begins otherwise. */
  #compareFirst(bytes: Uint8Array): void {
    const trusted = this.begun.ledger.summary(0n);
    const [found, expected] = [contentOf(bytes), contentOf(trusted.bytes)];
    if (!found.equals(expected)) {
      const why = `${this.of.said} begins with block ${hashOf(bytes)}, and the channel was founded with ${hashOf(trusted.bytes)}`;
      this.findings.differ({
        item: 'genesis',
        block: 0,
        sentence: `block 0: ${why}: this is another ledger`,
      });
      throw new BlockRejected(why);
    }
    this.transactions += 1;
    this.#stand(trusted);
  }

  #stand({
    bytes,
    headerHash: head,
    commitHash,
  }: {
    readonly bytes: Uint8Array;
    readonly headerHash: Buffer;
    readonly commitHash: Uint8Array;
  }): void {
    this.headHash = head.toString('hex');
    this.commitHash = Buffer.from(commitHash).toString('hex');
    this.documents.add(bytes);
  }

  #refuse(height: number, reason: string): void {
    const isOther = this.findings.differences.some(({ item }) => item === 'genesis');
    const block = isOther ? 0 : height;
    this.refused = `block ${block} must be refused`;
    if (isOther) return;
    const why = reason.replace(/^block \d+: /, '');
    const sentence = `block ${block}: no node may take what ${this.of.said} has there: ${why}. Nothing behind it was judged.`;
    this.findings.differ({ item: 'block', block, sentence });
  }

  #outcome({ what, expected, found, reason, place }: Difference, { block }: SaidBlock): void {
    const number = Number(headerOf(block).number);
    const { index } = place.transaction ?? {};
    const transaction = index === undefined ? undefined : this.#idOf(number, index);
    const item = what === 'commit hash' ? what : 'validation code';
    const of = transaction === undefined ? '' : `, transaction ${transaction}`;
    const because = reason === undefined || reason === '' ? '' : `: ${reason}`;
    const sentence = `block ${number}${of}: ${this.of.said} has the ${what} ${expected}, and judging it gives ${found}${because}`;
    const at = transaction === undefined ? {} : { transaction };
    this.findings.differ({ item, block: number, ...at, sentence });
  }

  #idOf(block: number, index: number): string {
    const { txId = '' } = this.begun.ledger.summary(BigInt(block)).transactions[index] ?? {};
    return txId === '' ? `at position ${index}` : txId;
  }
}
