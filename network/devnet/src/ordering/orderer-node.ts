import { X509Certificate } from 'node:crypto';
import type { ChannelBundle } from '@argosy/protocol/channel-config';
import { SerializedIdentity } from '@argosy/protocol/messages/msp';
import type { Signer } from '@argosy/protocol/signer';
import { encode } from '@argosy/protocol/wire';

/** A node of the ordering service: whose it is, and how it signs. */
export interface OrdererNode {
  readonly name: string;
  readonly signer: Signer;
  /** PEM; a consenter of a channel ordered by Raft is known by it. */
  readonly tlsCertificate?: string | undefined;
}

/** The number under which a node signs blocks of a BFT channel; undefined where it is none of its consenters. */
export function consenterNumber(
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

/** Whether a node takes part in ordering a channel; one that does not only follows it. */
export function isConsenter(node: OrdererNode, bundle: ChannelBundle): boolean {
  if (bundle.consensusType === 'BFT') return consenterNumber(node, bundle) !== undefined;
  const { tlsCertificate, signer } = node;
  if (tlsCertificate === undefined)
    return bundle.ordererOrganisations.some(({ mspId }) => mspId === signer.mspId);
  const own = fingerprint(tlsCertificate);
  return bundle.raftConsenters.some(({ clientTlsCert, serverTlsCert }) =>
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
