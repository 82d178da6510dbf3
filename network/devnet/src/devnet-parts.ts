import type { Signer } from '@argosy/protocol/signer';
import type { VerifyBatch } from '@argosy/protocol/signature-checks';
import type { Ambient } from './ambient.js';
import type { ChaincodeTimeouts } from './chaincode/host.js';
import type { FirstChannel } from './channel-registry.js';
import type { ControlServerParts } from './controls/server.js';
import type { TlsMaterial } from './grpc/endpoint.js';
import type { HttpOptions } from './http/server.js';
import type { Faults } from './ordering/faults.js';
import type { OrdererNode } from './ordering/orderer-node.js';
import type { BlockProduction } from './ordering/sequencer.js';
import type { TemplateValues } from './packages/template.js';
import type { Storage } from './storage/storage.js';
import type { Transport } from './transport/transport.js';

/** A peer: who it is, and where it serves. */
export interface PeerParts {
  readonly name: string;
  readonly address: string;
  readonly signer: Signer;
  readonly tls: TlsMaterial;
  /** PEM: by it the peer knows its organisation's people before it has joined a channel. */
  readonly authority?: string | undefined;
  readonly operations?: Pick<HttpOptions, 'address' | 'tls'> | undefined;
  /** What it fills into the templates of chaincode packages. */
  readonly packageValues: TemplateValues;
}

/** A node of the ordering service: who it is, and where it serves, if it does. */
export interface OrdererParts {
  /** With its number among the consenters of a channel that the network begins with. */
  readonly node: OrdererNode & { readonly id: number };
  readonly grpc?: { readonly address: string; readonly tls: TlsMaterial } | undefined;
  readonly admin?: Pick<HttpOptions, 'address' | 'tls'> | undefined;
  readonly operations?: Pick<HttpOptions, 'address' | 'tls'> | undefined;
}

/** The nodes of a network, and the channels that all of them are on from the beginning. */
export interface NetworkParts {
  readonly channels: readonly FirstChannel[];
  readonly peers: readonly PeerParts[];
  readonly orderers: readonly OrdererParts[];
  readonly production: BlockProduction;
  /** Where the controls are served, and the file with their token. */
  readonly control?: ControlServerParts | undefined;
  /** Judge every stored block again when opening, and make anew what is derived from them. */
  readonly verify?: boolean | undefined;
  /** How many blocks clear data of an endorsed proposal waits for its transaction; if not given, as many as at a peer. */
  readonly transientBlocks?: number | undefined;
}

/** Everything that a devnet is made of: nothing else does it take from the world outside. */
export interface DevnetParts extends NetworkParts {
  readonly ambient: Ambient;
  readonly storage: Storage;
  readonly transport: Transport;
  readonly timeouts?: Partial<ChaincodeTimeouts> | undefined;
  /** Told what an operator should know and nobody else is told. */
  readonly warn?: ((text: string) => void) | undefined;
  /** What comes between an orderer's SUCCESS and its block; without it nothing does. */
  readonly faults?: Faults | undefined;
  /** What signatures are verified with where many are; the process's thread pool if left out. */
  readonly verifyBatch?: VerifyBatch | undefined;
}

/** What a devnet is given beside its configuration. */
export type DevnetOptions = Partial<
  Pick<DevnetParts, 'timeouts' | 'warn' | 'storage' | 'transport'>
>;

/** The name under which it is remembered what a peer has joined. */
export const peerId = ({ signer, name }: PeerParts): string => `${signer.mspId}:${name}`;
