import { MemoryBlockStore } from '@argosy/ledger/block-store';
import type { CommittedBlock } from '@argosy/ledger/committed-block';
import { LIFECYCLE } from '@argosy/ledger/definitions';
import { Ledger } from '@argosy/ledger/ledger';
import { Simulator } from '@argosy/ledger/simulator';
import type { StateEntry } from '@argosy/ledger/state';
import type { BlockMessage } from '@argosy/protocol/block';
import { isConfigTransaction } from '@argosy/protocol/block';
import { validationCode } from '@argosy/protocol/validation-code';
import { TestChannel } from './channel.js';
import type { ChannelOptions } from './channel.js';
import { definitionEntries } from './chaincode-definition.js';
import type { DefinitionDraft } from './chaincode-definition.js';
import { craft } from './craft.js';
import type { Crafted } from './craft.js';
import type { TestOrganisation } from './organisation.js';
import { readWriteSet } from './read-write-sets.js';
import type { At, Drafts } from './read-write-sets.js';
import { sealedBlock } from './seals.js';
import type { Seal } from './seals.js';

/** How a transaction is made otherwise than by a client of O1, endorsed by the peers of O1 and O2. */
export type Otherwise = Partial<Omit<Crafted, 'results'>> & {
  readonly by?: readonly (TestOrganisation | undefined)[];
};

/** A channel and a ledger of it, with the chaincode `cc` defined in block 1 and the key K written in block 2. */
export class Stage {
  /** The number of the last configuration block. */
  #lastConfig = 0n;

  private constructor(
    readonly channel: TestChannel,
    readonly ledger: Ledger,
  ) {}

  /** A ledger with block 0 only. */
  static async bare(channel: TestChannel, memberOf?: TestOrganisation): Promise<Stage> {
    const { genesisBlock } = channel;
    const store = new MemoryBlockStore();
    const membership = memberOf && { memberOf: [memberOf.mspId] };
    return new Stage(channel, await Ledger.open({ genesisBlock, store, ...membership }));
  }

  /** Over a ledger of one's own. */
  static over(channel: TestChannel, ledger: Ledger): Stage {
    return new Stage(channel, ledger);
  }

  /** With `cc` and K. Throws where either is not valid. */
  static async open(
    options: ChannelOptions | TestChannel = {},
    definition?: DefinitionDraft,
    /** The organisation whose ledger it is: it keeps the clear data that its members may see. */
    memberOf?: TestOrganisation,
  ): Promise<Stage> {
    const channel = options instanceof TestChannel ? options : new TestChannel(options);
    const stage = await Stage.bare(channel, memberOf);
    await stage.settle(stage.definition('cc', definition));
    await stage.settle(stage.put('K', '0'));
    return stage;
  }

  /** The member of that name; O1 is the first. */
  get o1(): TestOrganisation {
    return this.channel.members[0]!;
  }
  get o2(): TestOrganisation {
    return this.channel.members[1]!;
  }
  get o3(): TestOrganisation {
    return this.channel.members[2]!;
  }

  /** A transaction with this read-write set. */
  transaction(sets: Drafts | Uint8Array, otherwise: Otherwise = {}): Buffer {
    const { by = [this.o1, this.o2], ...rest } = otherwise;
    return craft({
      channelId: this.channel.id,
      chaincode: 'cc',
      creator: this.o1.client,
      endorsers: by.flatMap((it) => it?.peer ?? []),
      results: sets instanceof Uint8Array ? sets : readWriteSet(sets),
      ...rest,
    });
  }

  /** A transaction of `cc` that writes one key and reads nothing. */
  put(key: string, value: string, otherwise?: Otherwise): Buffer {
    return this.transaction({ cc: { writes: [[key, value]] } }, otherwise);
  }

  /** The read-write set that an endorser's simulator records. */
  async simulate(run: (simulator: Simulator) => void | Promise<void>): Promise<Buffer> {
    const snapshot = this.ledger.snapshot();
    try {
      const simulator = new Simulator(snapshot);
      await run(simulator);
      return simulator.results();
    } finally {
      snapshot.release();
    }
  }

  /** The definition of a chaincode as `_lifecycle` commits it. */
  definition(name: string, draft?: DefinitionDraft, otherwise?: Otherwise): Buffer {
    const sets = { [LIFECYCLE]: { writes: definitionEntries(name, draft) } };
    return this.transaction(sets, { chaincode: LIFECYCLE, ...otherwise });
  }

  /** The next block, sealed as the channel's orderers do unless told otherwise. */
  block(
    entries: readonly Uint8Array[],
    seals: readonly Seal[] = this.channel.seals(),
  ): BlockMessage {
    const { height, lastHeaderHash } = this.ledger;
    const configures = entries.length === 1 && entries.every(isConfigTransaction);
    const content = {
      number: height,
      previousHash: lastHeaderHash,
      entries,
      lastConfig: configures ? height : this.#lastConfig,
      consenterMetadata: Buffer.of(1),
    };
    return sealedBlock(content, seals);
  }

  /** Commit a block of these entries and return its flags. */
  async commit(...entries: readonly Uint8Array[]): Promise<number[]> {
    return this.commitBlock(this.block(entries));
  }

  async commitBlock(block: BlockMessage): Promise<number[]> {
    const { transactions, number } = await this.ledger.commit(block);
    const entries = block.data?.data ?? [];
    if (entries.length === 1 && entries.every(isConfigTransaction)) this.#lastConfig = number;
    return transactions.map(({ code }) => code);
  }

  /** Commit entries that prepare a case. Throws unless all are valid: the case would show nothing. */
  async settle(...entries: readonly Uint8Array[]): Promise<void> {
    const codes = await this.commit(...entries);
    if (codes.some((code) => code !== validationCode.VALID))
      throw new Error(`the preparation is not valid: ${codes.join(', ')}`);
  }

  /** Commit blocks without effect until the next one has this number. */
  async idleUntil(number: number): Promise<void> {
    while (this.ledger.height < BigInt(number)) await this.settle(this.put('idle', 'x'));
  }

  /** The last block. */
  get last(): CommittedBlock {
    return this.ledger.summary(this.ledger.height - 1n);
  }

  /** A key's entry in the state. */
  entry(space: string, key: string): StateEntry | undefined {
    const snapshot = this.ledger.snapshot();
    try {
      return snapshot.get(space, key);
    } finally {
      snapshot.release();
    }
  }

  value(key: string, space = 'cc'): string | undefined {
    const entry = this.entry(space, key);
    return entry && Buffer.from(entry.value).toString();
  }

  /** The version at which a key stands, as a transaction reads it. */
  at(key: string, space = 'cc'): At {
    const version = this.entry(space, key)?.version;
    return version && [Number(version.blockNum), Number(version.txNum)];
  }
}
