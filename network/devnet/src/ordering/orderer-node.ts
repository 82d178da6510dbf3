import { X509Certificate } from 'node:crypto';
import type { ChannelBundle } from '@argosy/protocol/channel-config';
import { SerializedIdentity } from '@argosy/protocol/messages/msp';
import type { Signer } from '@argosy/protocol/signer';
import { encode } from '@argosy/protocol/wire';

/** A node of the ordering service: whose it is, and how it signs. */
export interface OrdererNode {
  readonly name: string;
  readonly signer: Signer;
  /** Where clients reach it, if they do. */
  readonly address?: string | undefined;
  /** PEM; a consenter of a channel ordered by Raft is known by it. */
  readonly tlsCertificate?: string | undefined;
}

/** The nodes that answer at an address; where none is known by it, those of the organisation to which it belongs. */
export function nodesBehind(
  { address, mspId }: { readonly address: string; readonly mspId: string },
  nodes: readonly OrdererNode[],
): readonly OrdererNode[] {
  const known = nodes.filter((node) => node.address === address);
  return known.length > 0 ? known : nodes.filter(({ signer }) => signer.mspId === mspId);
}

/** What a node is to a channel: whether it takes part in ordering, and its number where blocks are signed by number. */
interface Relation {
  readonly takesPart: boolean;
  readonly number: number | undefined;
}

/** Asked for each message, and the same as long as the configuration is. */
const relations = new WeakMap<ChannelBundle, Map<OrdererNode, Relation>>();

/** The number under which a node signs blocks of a BFT channel; undefined where it is none of its consenters. */
export const consenterNumber = (node: OrdererNode, bundle: ChannelBundle): number | undefined =>
  relationOf(node, bundle).number;

/** Whether a node takes part in ordering a channel; one that does not only follows it. */
export const isConsenter = (node: OrdererNode, bundle: ChannelBundle): boolean =>
  relationOf(node, bundle).takesPart;

function relationOf(node: OrdererNode, bundle: ChannelBundle): Relation {
  const known = relations.get(bundle) ?? new Map<OrdererNode, Relation>();
  relations.set(bundle, known);
  const relation = known.get(node) ?? findRelation(node, bundle);
  known.set(node, relation);
  return relation;
}

function findRelation(node: OrdererNode, bundle: ChannelBundle): Relation {
  if (bundle.consensusType !== 'BFT')
    return { takesPart: isRaftConsenter(node, bundle), number: undefined };
  const number = findNumber(node, bundle);
  return { takesPart: number !== undefined, number };
}

function findNumber(
  { signer }: OrdererNode,
  { consenters, msps }: ChannelBundle,
): number | undefined {
  const own = msps.identity(signer.creator);
  if (own === undefined) return undefined;
  return consenters.find(({ mspId, identity }) => {
    const named = msps.identity(encode(SerializedIdentity, { mspid: mspId, idBytes: identity }));
    return named?.id === own.id;
  })?.id;
}

function isRaftConsenter(
  { tlsCertificate, signer }: OrdererNode,
  { ordererOrganisations, raftConsenters }: ChannelBundle,
): boolean {
  if (tlsCertificate === undefined)
    return ordererOrganisations.some(({ mspId }) => mspId === signer.mspId);
  const own = fingerprint(tlsCertificate);
  return raftConsenters.some(({ clientTlsCert, serverTlsCert }) =>
    [clientTlsCert, serverTlsCert].some((pem) => fingerprint(pem) === own),
  );
}

/** Undefined for what is no certificate: the configuration may hold one. */
function fingerprint(pem: string | Uint8Array): string | undefined {
  try {
    return new X509Certificate(pem).fingerprint256;
  } catch {
    return undefined;
  }
}
