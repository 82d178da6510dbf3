/** One byte of a block changed: what becomes of the block, and what the table says of it. */
import { requireSuccessor } from '@argosy/ledger/successor';
import type { ChainPosition } from '@argosy/ledger/successor';
import { headerHash, headerOf, isConfigTransaction, metadataOf } from '@argosy/protocol/block';
import type { BlockMessage } from '@argosy/protocol/block';
import { ChannelBundle } from '@argosy/protocol/channel-config';
import { Block, Envelope, Payload } from '@argosy/protocol/messages/common';
import { decode } from '@argosy/protocol/wire';
import { layoutOf, signatureCount } from '../support/block-layout.js';
import type { Position, Region } from '../support/block-layout.js';
import type { Chance } from '../support/chance.js';
import { recordedBlocks } from '../support/recorded.js';
import type { RecordedName } from '../support/recorded.js';
import { rawTable, refusals } from './raw-table.js';
import type { RawOutcome } from './raw-table.js';

/** A recorded block, and what it is judged by. */
export interface Stored {
  readonly bytes: Buffer;
  /** What the block must continue. */
  readonly chain: ChainPosition;
  /** How many of its signatures may be bad. */
  readonly spare: number;
}

/** The blocks of a recorded ledger, each with what it continues; every configuration counts from the block after its own. */
export function storedBlocks(name: RecordedName, quorum: number): Stored[] {
  const [genesis = Buffer.of(), ...others] = recordedBlocks(name);
  let bundle = ChannelBundle.fromBlock(genesis);
  let lastHeaderHash = headerHash(headerOf(decode(Block, genesis)));
  return others.map((bytes, i) => {
    const block = decode(Block, bytes);
    const chain = { bundle, height: BigInt(i + 1), lastHeaderHash };
    lastHeaderHash = headerHash(headerOf(block));
    bundle = configurationOf(block, bundle) ?? bundle;
    return { bytes, chain, spare: signatureCount(bytes) - quorum };
  });
}

/** The configuration that a block brings into force, where its flag says that it does. */
function configurationOf(block: BlockMessage, current: ChannelBundle): ChannelBundle | undefined {
  const [entry = Buffer.of()] = block.data?.data ?? [];
  if (!isConfigTransaction(entry) || metadataOf(block, 'transactionsFilter')[0] !== 0) return;
  return current.next(decode(Payload, decode(Envelope, entry).payload).data);
}

/** What becomes of a block, as the table names it; an unforeseen refusal in its own words. */
export async function outcomeOf(take: () => unknown): Promise<string> {
  try {
    await take();
    return 'accepted';
  } catch (error) {
    const name = error instanceof Error ? error.name : '';
    if (name === 'WireError') return 'undecodable';
    const message = String(error);
    if (name !== 'BlockRejected' && name !== 'RecordDiffers') return message;
    const named = Object.entries(refusals).find(([, words]) => words.test(message));
    return named?.[0] ?? message;
  }
}

/** Judge a block as the next one, in the place of another. */
export const takeNext =
  ({ chain }: Stored, bytes: Uint8Array) =>
  (): unknown =>
    requireSuccessor(decode(Block, bytes), chain);

/** A byte of a position that is drawn first, so that the few bytes of a header are tried as often as the many of the data. */
export function change(
  bytes: Buffer,
  chance: Chance,
): { readonly position: Position; readonly at: number; readonly changed: Buffer } {
  const regions = byPosition(bytes);
  const position = chance.pick([...regions.keys()]);
  const { start, end } = chance.pick(regions.get(position) ?? []);
  const at = start + chance.below(end - start);
  const changed = Buffer.from(bytes);
  changed[at] = (changed[at] ?? 0) ^ (1 + chance.below(255));
  return { position, at, changed };
}

function byPosition(bytes: Buffer): Map<Position, Region[]> {
  const grouped = new Map<Position, Region[]>();
  for (const region of layoutOf(bytes)) {
    grouped.set(region.position, [...(grouped.get(region.position) ?? []), region]);
  }
  return grouped;
}

/** What a table allows, given how many signatures are to spare. */
export function allowed(outcomes: readonly RawOutcome[], spare: number): readonly string[] {
  return outcomes.flatMap((outcome) => {
    if (outcome === 'spare') return spare > 0 ? ['accepted'] : [];
    return outcome === 'signatures' && spare > 0 ? [] : [outcome];
  });
}

/** Change a byte of a recorded block. Throws where what becomes of it is not what the table says. */
export async function tryRecorded(one: Stored, chance: Chance): Promise<string> {
  const { position, at, changed } = change(one.bytes, chance);
  const outcome = await outcomeOf(takeNext(one, changed));
  const where = `block ${one.chain.height} byte ${at}, ${position}`;
  requireAmong(where, outcome, allowed(rawTable[position].outcomes, one.spare));
  return outcome;
}

/** Throws where the outcome is none of those. */
export function requireAmong(where: string, outcome: string, among: readonly string[]): void {
  if (!among.includes(outcome))
    throw new Error(`${where}: expected one of ${among.join(', ')}, but ${outcome}`);
}
