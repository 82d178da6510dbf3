/** A channel whose configuration changes, and who may change it. */
import { ChannelBundle } from '@argosy/protocol/channel-config';
import { setPolicy, setValue } from '@argosy/protocol/configuration/edit';
import type { TreeGroup, TreeValue } from '@argosy/protocol/configuration/tree';
import { BatchTimeout } from '@argosy/protocol/messages/configuration';
import { implicitMeta } from '@argosy/protocol/policy-build';
import type { Signer } from '@argosy/protocol/signer';
import { encode } from '@argosy/protocol/wire';
import { TestChannel } from './channel.js';
import { bareGroup, signedUpdate, updateOf } from './updates.js';

export const ORDERER = '/Channel/Orderer';
export const APPLICATION = '/Channel/Application';
export const O1 = `${APPLICATION}/O1`;

export const channel = new TestChannel();
export const bundle = ChannelBundle.fromBlock(channel.genesisBlock);
export const { tree } = bundle;
export const [a1, a2, a3] = channel.members.map(({ admin }) => admin) as [Signer, Signer, Signer];
export const ordererAdmin = channel.orderers.admin;
export const everybody = [a1, a2, a3, ordererAdmin];
export const sender = a1;

const batchTimeout = (text: string): Buffer => encode(BatchTimeout, { timeout: text });
export const slower = (from: TreeGroup, text = '3s'): TreeGroup =>
  setValue(from, ORDERER, 'BatchTimeout', batchTimeout(text));
export const newPolicy = (from: TreeGroup, path: string, name = 'New'): TreeGroup =>
  setPolicy(from, path, name, implicitMeta('any', 'Readers'));
/** What the update of these sets makes; all administrators sign unless said. */
export const made = (
  sets: readonly [read: TreeGroup, write: TreeGroup],
  { from = bundle, signers = everybody }: { from?: ChannelBundle; signers?: Signer[] } = {},
): ChannelBundle =>
  from.next(from.applied(signedUpdate('trade', updateOf('trade', ...sets), signers, sender)));

/** Sets that say the versions down to `/Channel/Orderer` and differ in what is put there. */
export function ordererSets(
  read: Partial<TreeGroup>,
  write: Partial<TreeGroup>,
): [TreeGroup, TreeGroup] {
  const under = (orderer: Partial<TreeGroup>): TreeGroup => ({
    ...bareGroup(0n),
    groups: new Map([['Orderer', { ...bareGroup(0n), ...orderer }]]),
  });
  return [under(read), under(write)];
}

export const timeoutValue = (
  version: bigint,
  modPolicy = 'Admins',
): ReadonlyMap<string, TreeValue> =>
  new Map([
    ['BatchTimeout', { version, modPolicy, unknown: Buffer.of(), value: batchTimeout('9s') }],
  ]);
