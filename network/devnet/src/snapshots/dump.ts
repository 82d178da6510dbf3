import { createReadStream } from 'node:fs';
import { open, rename, rm } from 'node:fs/promises';
import { dirname } from 'node:path';
import { headerHash, headerOf } from '@argosy/protocol/block';
import { Block } from '@argosy/protocol/messages/common';
import { reasonOf } from '@argosy/protocol/reason';
import { decode } from '@argosy/protocol/wire';
import type { ChannelRegistry, FirstChannel, Nodes } from '../channel-registry.js';
import { readRecord } from '../channel-records.js';
import { requireConsenters } from '../open-channels.js';
import { syncPath } from '../storage/file-writing.js';
import type { Storage } from '../storage/storage.js';
import { placeOfFile } from './kept-files.js';
import { dumpFrames, fillFromDump, type LoadingPlace } from './dump-content.js';
import { FileDamaged, frameKind, read, requireSound, written, type Frame } from './frames.js';
import { readHead, type ChannelState, type Head } from './head.js';

/** A file that cannot be loaded; nothing has changed. */
export class DumpRefused extends Error {
  override readonly name = 'DumpRefused';
}

/** The network into which a dump is loaded. */
export interface DumpParts {
  readonly storage: Storage;
  readonly registry: ChannelRegistry;
  readonly nodes: Nodes;
  readonly first: readonly FirstChannel[];
  readonly memberOf: readonly string[];
}

/**
 * Write everything that the network keeps into one file, between two blocks: blocks, private data, installed packages, and who has
 * joined what. Keys and certificates are not in it, nor what certificate authorities know; clear private data is.
 */
export function dump(
  path: string,
  { storage, registry }: DumpParts,
): Promise<readonly ChannelState[]> {
  return registry.quietly(async (present) => {
    const draft = `${path}.draft`;
    const file = await open(draft, 'w', 0o600);
    try {
      for await (const piece of written(dumpFrames(storage, present))) await file.writeFile(piece);
      await file.sync();
    } catch (error) {
      await rm(draft, { force: true });
      throw error;
    } finally {
      await file.close();
    }
    await rename(draft, path);
    await syncPath(dirname(path));
    return (await headOfFile(path)).channels;
  });
}

/**
 * Have what a dump holds in place of everything that is there, snapshots aside. Every block is judged again, and the state must
 * come to what it was. Throws DumpRefused, and changes nothing, for a file that is no dump, is not whole, was changed, or is of
 * another network.
 */
export async function load(path: string, parts: DumpParts): Promise<readonly ChannelState[]> {
  const { registry } = parts;
  try {
    await requireSound(createReadStream(path));
    const { channels } = await headOfFile(path);
    requireFirst(parts, channels);
    const at = loadingPlace(parts);
    await registry.replaceAll((empty) =>
      fillFromDump(empty, checkedFrames(path, parts), { channels, at }),
    );
    return channels;
  } catch (error) {
    throw new DumpRefused(`${path} cannot be loaded: ${reasonOf(error)}`, { cause: error });
  }
}

function requireFirst({ first }: DumpParts, channels: readonly ChannelState[]): void {
  const missing = first.find(({ name }) => !channels.some((channel) => channel.name === name));
  if (missing !== undefined)
    throw new FileDamaged(`it has no channel ${missing.name}, with which this network begins`);
}

function loadingPlace({ first, memberOf, nodes }: DumpParts): LoadingPlace {
  return {
    memberOf,
    requireOurs: (bundle, genesisBlock) => {
      const own = first.find(({ name }) => name === bundle.channelId)?.genesisBlock;
      if (own !== undefined && !isSameChannel(own, genesisBlock))
        throw new FileDamaged(
          `its channel ${bundle.channelId} begins with another block than this network's: it was made with other material`,
        );
      if (own === undefined) requireConsenters(bundle, nodes.orderers);
    },
  };
}

/** Flags are not part of what a channel begins with. */
const isSameChannel = (one: Uint8Array, other: Uint8Array): boolean =>
  hashOf(one).equals(hashOf(other));

const hashOf = (block: Uint8Array): Buffer => headerHash(headerOf(decode(Block, block)));

/** Whoever has joined must be here. */
async function* checkedFrames(
  path: string,
  { nodes }: DumpParts,
): AsyncGenerator<Frame, undefined> {
  const known = new Set([...nodes.peers, ...nodes.orderers.map(({ name }) => name)]);
  const frames = read(createReadStream(path));
  await frames.next();
  for await (const one of frames) {
    if (one.kind === frameKind.file) requireKnown(one, known);
    yield one;
  }
  return undefined;
}

function requireKnown(one: Frame, known: ReadonlySet<string>): void {
  const [kind, owner, name] = placeOfFile(one);
  const { peers, orderers } =
    kind === 'channels'
      ? readRecord(Buffer.from(one.value).toString('utf8'), name)
      : { peers: owner === null ? [] : [owner], orderers: [] };
  const stranger = [...peers, ...orderers].find((node) => !known.has(node));
  if (stranger !== undefined)
    throw new FileDamaged(`${stranger} is in it, and this network has no such node`);
}

async function headOfFile(path: string): Promise<Head> {
  for await (const one of read(createReadStream(path))) return readHead(one);
  throw new FileDamaged('it is empty');
}
