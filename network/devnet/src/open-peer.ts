import type { Ambient } from './ambient.js';
import type { ChaincodeTimeouts } from './chaincode/host.js';
import type { ChannelRegistry } from './channel-registry.js';
import { movedClock } from './controls/clock.js';
import { peerId, type PeerParts } from './devnet-parts.js';
import { LocalMsp } from './local-msp.js';
import { ownMembership } from './own-membership.js';
import { InstalledPackages } from './packages/installed-packages.js';
import { PackageStore } from './packages/package-store.js';
import { Peer } from './peer.js';
import type { Storage } from './storage/storage.js';
import type { Transport } from './transport/transport.js';

/** What every peer of the process shares. */
export interface SharedParts {
  readonly ambient: Ambient;
  readonly storage: Storage;
  readonly transport: Transport;
  readonly registry: ChannelRegistry;
  readonly timeouts: ChaincodeTimeouts;
  readonly warn: (text: string) => void;
}

/** A peer with what is installed at it; it does not serve yet. */
export async function openPeer(parts: PeerParts, shared: SharedParts): Promise<Peer> {
  const { registry, timeouts, ambient, storage, transport } = shared;
  const { signer, authority, packageValues } = parts;
  const id = peerId(parts);
  const warn = (message: string): void => {
    shared.warn(`${signer.mspId}: ${message}`);
  };
  const packages = await InstalledPackages.open({
    store: async () => PackageStore.open(await storage.files('packages', id)),
    templateValues: packageValues,
    timeouts,
    ambient,
    transport,
    warn,
  });
  const own = authority === undefined ? [] : [ownMembership(signer.mspId, authority)];
  return new Peer({
    ...parts,
    name: id,
    now: () => ambient.now(),
    movedClock: () => movedClock(ambient),
    packages,
    // What is said of the peer's organisation itself comes before what channels say.
    localMsp: new LocalMsp(signer.mspId, () => [
      ...own,
      ...[...registry.all.values()].map(({ bundle }) => bundle),
    ]),
    channels: registry.joinedBy(id),
    join: (genesisBlock) => registry.joinPeer(id, genesisBlock),
    operations: parts.operations,
    transport,
    warn,
  });
}
