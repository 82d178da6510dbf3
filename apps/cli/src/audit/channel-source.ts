import type { NetworkDescription } from '@argosy/operator/description';
import { deliveredBlocks } from '@argosy/operator/fabric/delivered-blocks';
import type { PeerCalls } from './auditor.js';
import { storedBlocks } from './stored-blocks.js';
import { PeerWitness } from './witness.js';
import type { Witness } from './witness.js';

/** Where the blocks of a channel come from, and who is asked what he has. */
export type ChannelSource = {
  /** Who says what the blocks are: a peer, or a file. */
  readonly said: string;
  /** The blocks from `first` to `last`. Throws where they end sooner. */
  readonly blocks: (first: bigint, last: bigint) => AsyncIterable<Uint8Array>;
  /** The auditor's own peer first; nobody where the network is down. */
  readonly witnesses: readonly Witness[];
};

type Channel = NetworkDescription['channels'][number];

/** The blocks as the auditor's own peer delivers them. Refuses a channel on which the auditor has none. */
export function peerSource(channel: Channel, calls: PeerCalls): ChannelSource {
  const { name, chaincodes } = channel;
  const [chaincode = ''] = chaincodes;
  const peers = calls.of(channel);
  const [own] = peers;
  if (own?.address.msp !== calls.signer.mspId) {
    throw new Error(`${calls.signer.mspId} has no peer on ${name}.`);
  }
  return {
    said: own.address.name,
    blocks: (first, last) => deliveredBlocks(own, calls.signer, { channel: name, first, last }),
    witnesses: peers.map(
      (peer) => new PeerWitness(peer, calls.signer, { channel: name, chaincode }),
    ),
  };
}

/** The blocks as a network that is down has stored them. */
export function fileSource(file: string): ChannelSource {
  return {
    said: file,
    blocks: (first) => from(storedBlocks(file), Number(first)),
    witnesses: [],
  };
}

async function* from<T>(all: AsyncIterable<T>, first: number): AsyncGenerator<T, undefined> {
  let place = 0;
  for await (const one of all) {
    if (place >= first) yield one;
    place += 1;
  }
  return undefined;
}
