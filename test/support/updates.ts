/** Configuration updates made by hand, so that each rule can be broken alone. */
import { ChannelBundle } from '@argosy/protocol/channel-config';
import { computeUpdate } from '@argosy/protocol/configuration/compute-update';
import { signUpdate, updateEnvelope } from '@argosy/protocol/configuration/propose';
import { readTree, writeTree } from '@argosy/protocol/configuration/tree';
import type { TreeGroup } from '@argosy/protocol/configuration/tree';
import { ConfigEnvelope, ConfigGroup, ConfigUpdate } from '@argosy/protocol/messages/configuration';
import type { Signer } from '@argosy/protocol/signer';
import { decode, encode } from '@argosy/protocol/wire';

export const AMBIENT = { time: { seconds: 1_780_000_000n, nanos: 0 }, nonce: Buffer.alloc(24, 7) };

/** A tree that says only a group's version. */
export const bareGroup = (version: bigint): TreeGroup => ({
  version,
  modPolicy: '',
  unknown: Buffer.of(),
  groups: new Map(),
  values: new Map(),
  policies: new Map(),
});

/** An update of two sets. */
export const updateOf = (channelId: string, read: TreeGroup, write: TreeGroup): Buffer =>
  encode(ConfigUpdate, { channelId, readSet: writeTree(read), writeSet: writeTree(write) });

/** The envelope of an update that these people signed. */
export function signedUpdate(
  channelId: string,
  configUpdate: Uint8Array,
  signers: readonly Signer[],
  sender: Signer,
): Buffer {
  const signatures = signers.map((signer) => signUpdate(configUpdate, signer, AMBIENT.nonce));
  return updateEnvelope({ channelId, configUpdate, signatures }, sender, AMBIENT);
}

/** The bundle after an update to the desired tree, signed by these people. Refuses as a peer does. */
export function changed(
  bundle: ChannelBundle,
  desired: TreeGroup,
  signers: readonly Signer[],
  sender: Signer,
): ChannelBundle {
  const { channelId, tree: current } = bundle;
  const update = computeUpdate({ channelId, current, desired });
  return bundle.next(bundle.applied(signedUpdate(channelId, update, signers, sender)));
}

/** A bundle of a tree that nobody had to agree to, as block 0 holds one. */
export const bundleOf = (tree: TreeGroup, channelId = 'trade'): ChannelBundle =>
  ChannelBundle.fromEnvelope(
    channelId,
    encode(ConfigEnvelope, { config: { channelGroup: writeTree(tree) } }),
  );

/** A tree read from its own bytes, as another node would read it. */
export const readAgain = (tree: TreeGroup): TreeGroup =>
  readTree(decode(ConfigGroup, encode(ConfigGroup, writeTree(tree))));
