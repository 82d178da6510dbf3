import { buildBlock, dataHash, headerBytes, signedMetadata } from '@argosy/protocol/block';
import type { BlockMessage } from '@argosy/protocol/block';
import { bftQuorum, consenterSignature, type BlockSigner } from '@argosy/protocol/block-signature';
import type { ChannelBundle } from '@argosy/protocol/channel-config';
import { Metadata, metadataSlot, SignatureHeader } from '@argosy/protocol/messages/common';
import { ViewMetadata } from '@argosy/protocol/messages/configuration';
import type { Signer } from '@argosy/protocol/signer';
import { encode } from '@argosy/protocol/wire';
import { consenterNumber, isConsenter, type OrdererNode } from './orderer-node.js';
import { raftMetadata } from './raft-metadata.js';

/** What a new block continues. */
export interface ChainEnd {
  readonly number: bigint;
  readonly previousHash: Uint8Array;
  /** The block that holds the configuration in force. */
  readonly lastConfig: bigint;
}

/** Who signs blocks: the nodes that take part, and where the nonces come from. */
export interface BlockSigning {
  readonly nodes: readonly OrdererNode[];
  readonly randomBytes: (size: number) => Uint8Array;
}

const NONCE_BYTES = 24;

/** Whether enough of a channel's consenters are there to order. */
export function hasQuorum(bundle: ChannelBundle, nodes: readonly OrdererNode[]): boolean {
  if (bundle.consensusType === 'BFT')
    return signersOf(bundle, nodes).length >= bftQuorum(bundle.consenters.length);
  const present = nodes.filter((node) => isConsenter(node, bundle)).length;
  const all = bundle.raftConsenters.length;
  return present > 0 && present >= Math.min(Math.floor(all / 2) + 1, all);
}

/**
 * Make the next block and sign it as the channel's way of ordering asks: a quorum of numbered consenters where it is BFT, and
 * otherwise the one that leads.
 */
export function makeBlock(
  end: ChainEnd,
  entries: readonly Uint8Array[],
  bundle: ChannelBundle,
  signing: BlockSigning,
): BlockMessage {
  return bundle.consensusType === 'BFT'
    ? bftBlock(end, entries, bundle, signing)
    : raftBlock(end, entries, bundle, signing);
}

function signersOf(bundle: ChannelBundle, nodes: readonly OrdererNode[]): BlockSigner[] {
  return nodes
    .flatMap((node) => {
      const id = consenterNumber(node, bundle);
      return id === undefined ? [] : [{ id, sign: node.signer.sign }];
    })
    .sort((a, b) => a.id - b.id);
}

function bftBlock(
  end: ChainEnd,
  entries: readonly Uint8Array[],
  bundle: ChannelBundle,
  { nodes, randomBytes }: BlockSigning,
): BlockMessage {
  const { number, previousHash, lastConfig } = end;
  // One decision after the other in the first view: no leader ever changes here.
  const consenterMetadata = encode(ViewMetadata, {
    latestSequence: number,
    decisionsInView: number,
  });
  const header = { number, previousHash, dataHash: dataHash(entries) };
  const signatures = signersOf(bundle, nodes)
    .slice(0, bftQuorum(bundle.consenters.length))
    .map((signer) =>
      consenterSignature(
        signer,
        header,
        { lastConfig, consenterMetadata },
        randomBytes(NONCE_BYTES),
      ),
    );
  return buildBlock({ ...end, entries, consenterMetadata }, signatures);
}

function raftBlock(
  end: ChainEnd,
  entries: readonly Uint8Array[],
  bundle: ChannelBundle,
  { nodes, randomBytes }: BlockSigning,
): BlockMessage {
  const { number, previousHash, lastConfig } = end;
  const leader = nodes.find((node) => isConsenter(node, bundle));
  if (leader === undefined) throw new TypeError('no consenter is there to make a block');
  const raft = raftMetadata(bundle.raftConsenters.length, number);
  const ordererMetadata = encode(Metadata, { value: raft });
  const header = { number, previousHash, dataHash: dataHash(entries) };
  const value = signedMetadata(lastConfig, ordererMetadata);
  const signature = headerSignature(leader.signer, randomBytes(NONCE_BYTES), (own) =>
    Buffer.concat([value, own, headerBytes(header)]),
  );
  const block = buildBlock({ ...end, entries, consenterMetadata: ordererMetadata }, []);
  const slots = [...(block.metadata?.metadata ?? [])];
  slots[metadataSlot.signatures] = encode(Metadata, { value, signatures: [signature] });
  return { ...block, metadata: { metadata: slots } };
}

function headerSignature(
  { creator, sign }: Signer,
  nonce: Uint8Array,
  message: (signatureHeader: Uint8Array) => Uint8Array,
): { readonly signatureHeader: Buffer; readonly signature: Buffer } {
  const signatureHeader = encode(SignatureHeader, { creator, nonce });
  return { signatureHeader, signature: sign(message(signatureHeader)) };
}
