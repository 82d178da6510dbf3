import { z } from 'zod';
import { stateDigest } from '@argosy/ledger/database';
import { Ledger } from '@argosy/ledger/ledger';
import type { PrivateSet } from '@argosy/ledger/private-data/private-set';
import type { ChannelBundle } from '@argosy/protocol/channel-config';
import { SignatureChecks } from '@argosy/protocol/signature-checks';
import type { QuietChannel } from '../present-channels.js';
import { closeLedger } from '../open-channels.js';
import type { LedgerStorage, Storage } from '../storage/storage.js';
import { entriesOf, EntryWriter } from './entries.js';
import { FileDamaged, frame, frameKind, type Frame } from './frames.js';
import { headOf, type ChannelState } from './head.js';
import { keepFile, keptFiles } from './kept-files.js';

/** A dump: blocks and what cannot be made from them. */
export async function* dumpFrames(
  storage: Storage,
  present: ReadonlyMap<string, QuietChannel>,
): AsyncGenerator<Frame, undefined> {
  const head = await headOf('dump', present.values());
  yield frame(frameKind.head, Buffer.from(JSON.stringify(head)));
  yield* keptFiles(storage);
  for (const [name, { channel, kept }] of present) {
    yield frame(frameKind.channel, Buffer.from(name));
    for (let number = 0n; number < channel.ledger.height; number++)
      yield frame(frameKind.block, channel.ledger.block(number));
    yield* privateSets(channel.ledger);
    yield* entriesOf(kept.transient, frameKind.transient);
  }
  return undefined;
}

const place = z.tuple([z.string(), z.int(), z.string(), z.string()]);

async function* privateSets(ledger: Ledger): AsyncGenerator<Frame, undefined> {
  for (let number = 1n; number < ledger.height; number++)
    for (const { index } of ledger.summary(number).transactions)
      for await (const { chaincode, collection, rwset } of ledger.privateData(number, index)) {
        const key = JSON.stringify([String(number), index, chaincode, collection]);
        yield frame(frameKind.privateSet, rwset, Buffer.from(key));
      }
  return undefined;
}

function setIn({ key, value }: Frame): PrivateSet {
  const [block, index, chaincode, collection] = place.parse(
    JSON.parse(Buffer.from(key).toString('utf8')),
  );
  return { block: BigInt(block), index, chaincode, collection, rwset: value };
}

/** What a dump must agree with where it is loaded. */
export interface LoadingPlace {
  /** The organisations whose clear data is kept here. */
  readonly memberOf: readonly string[];
  /** Throws where a channel that ends with this configuration cannot be continued here. */
  readonly requireOurs: (bundle: ChannelBundle, genesisBlock: Uint8Array) => void;
}

/** Fill a storage with what a dump holds. Every block is judged again. Throws where anything is not as the dump says. */
export async function fillFromDump(
  empty: Storage,
  frames: AsyncIterable<Frame>,
  { channels, at }: { readonly channels: readonly ChannelState[]; readonly at: LoadingPlace },
): Promise<void> {
  let loading: ChannelLoading | undefined;
  const loaded = new Set<string>();
  for await (const one of frames) {
    if (one.kind === frameKind.file) await keepFile(empty, one);
    else if (one.kind === frameKind.channel) {
      await loading?.end();
      const name = Buffer.from(one.value).toString();
      const state = channels.find((channel) => channel.name === name);
      if (state === undefined) throw new FileDamaged(`it does not say that it holds ${name}`);
      loading = new ChannelLoading(state, at, await empty.openLedger(name));
      loaded.add(name);
    } else await loading?.take(one);
  }
  await loading?.end();
  const missing = channels.find(({ name }) => !loaded.has(name));
  if (missing !== undefined) throw new FileDamaged(`channel ${missing.name} is not in it`);
}

/** One channel of a dump that is being loaded. */
class ChannelLoading {
  private readonly sets: PrivateSet[] = [];
  private readonly transient: EntryWriter;

  constructor(
    private readonly state: ChannelState,
    private readonly at: LoadingPlace,
    private readonly kept: LedgerStorage,
  ) {
    this.transient = new EntryWriter(kept.transient);
  }

  async take(one: Frame): Promise<void> {
    if (one.kind === frameKind.block) await this.kept.store.append(Buffer.from(one.value));
    if (one.kind === frameKind.privateSet) this.sets.push(setIn(one));
    if (one.kind === frameKind.transient) {
      await this.kept.transient.open();
      await this.transient.put(one);
    }
  }

  async end(): Promise<void> {
    const { store, state: database, transient } = this.kept;
    try {
      const genesisBlock = store.read(0n);
      const { memberOf } = this.at;
      const checks = new SignatureChecks({ recognise: false });
      const options = { genesisBlock, store, database, memberOf, checks, verify: true };
      await this.verify(await Ledger.open(options), genesisBlock);
      await transient.open();
      await this.transient.end();
    } finally {
      await closeLedger(this.kept);
    }
  }

  private async verify(ledger: Ledger, genesisBlock: Uint8Array): Promise<void> {
    const { name, height, stateDigest: told } = this.state;
    this.at.requireOurs(ledger.bundle, genesisBlock);
    if (ledger.height !== BigInt(height))
      throw new FileDamaged(`it holds ${ledger.height} blocks of channel ${name}, not ${height}`);
    const outcomes = await ledger.supplyPrivateData(this.sets);
    const refused = outcomes.find((outcome) => outcome !== 'taken');
    if (refused !== undefined)
      throw new FileDamaged(
        `private data of channel ${name} is not what the blocks say: ${refused}`,
      );
    if ((await stateDigest(this.kept.state)) !== told)
      throw new FileDamaged(
        `the state of channel ${name} is another one than was dumped: it was of other organisations, or it was changed`,
      );
  }
}
