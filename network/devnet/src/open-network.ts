import { defaultTimeouts } from './chaincode/host.js';
import { ChannelRegistry, type Nodes } from './channel-registry.js';
import { Clock } from './controls/clock.js';
import { peerId, type DevnetParts } from './devnet-parts.js';
import { openPeer } from './open-peer.js';
import { Orderer } from './orderer.js';
import { Faults } from './ordering/faults.js';
import type { Peer } from './peer.js';
import type { DumpParts } from './snapshots/dump.js';

/** A network's parts, with what it is controlled by. */
type ControlledParts = DevnetParts & { readonly ambient: Clock; readonly faults: Faults };

/** A network with its ledgers open; no endpoint of it serves yet. */
export interface OpenNetwork {
  readonly parts: ControlledParts;
  readonly registry: ChannelRegistry;
  readonly peers: readonly Peer[];
  readonly orderers: readonly Orderer[];
}

/** Open storage and ledgers of a network. Where that fails, nothing stays open. */
export async function openNetwork(given: DevnetParts): Promise<OpenNetwork> {
  const parts = withControls(given);
  const { storage } = parts;
  await storage.open();
  try {
    return await openOnStorage(parts);
  } catch (error) {
    await storage.close();
    throw error;
  }
}

/** What a network's dumps are made of. */
export const dumpPartsOf = ({ parts, registry }: OpenNetwork): DumpParts => ({
  storage: parts.storage,
  registry,
  nodes: nodesOf(parts),
  first: parts.channels,
  memberOf: memberOf(parts),
});

const quiet = (): void => undefined;

function withControls(parts: DevnetParts): ControlledParts {
  const { ambient: base, warn = quiet } = parts;
  const ambient = base instanceof Clock ? base : Clock.over(base);
  return { ...parts, ambient, faults: parts.faults ?? new Faults({ ambient, warn }) };
}

async function openOnStorage(parts: ControlledParts): Promise<OpenNetwork> {
  const { channels, warn = quiet } = parts;
  const all = { ...parts, memberOf: memberOf(parts), warn };
  const registry = await ChannelRegistry.open(channels, nodesOf(parts), all);
  try {
    return { parts, registry, ...(await openNodes(parts, registry)) };
  } catch (error) {
    await registry.close();
    throw error;
  }
}

async function openNodes(
  parts: ControlledParts,
  registry: ChannelRegistry,
): Promise<Pick<OpenNetwork, 'peers' | 'orderers'>> {
  const { ambient, storage, transport, warn = quiet } = parts;
  const timeouts = { ...defaultTimeouts, ...parts.timeouts };
  const shared = { registry, ambient, storage, transport, timeouts, warn };
  const orderers = parts.orderers.map(
    (one) => new Orderer({ ...one, registry, ambient, transport }),
  );
  return { peers: await Promise.all(parts.peers.map((one) => openPeer(one, shared))), orderers };
}

const nodesOf = ({ peers, orderers }: DevnetParts): Nodes => ({
  peers: peers.map(peerId),
  orderers: orderers.map(({ node }) => node),
});

const memberOf = ({ peers }: DevnetParts): string[] => [
  ...new Set(peers.map(({ signer }) => signer.mspId)),
];
