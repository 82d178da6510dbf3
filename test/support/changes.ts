/** Changes of a configuration, to be laid over each other. */
import { group } from '@argosy/protocol/config-group';
import { ChannelBundle } from '@argosy/protocol/channel-config';
import { removeElement, setGroup, setPolicy, setValue } from '@argosy/protocol/configuration/edit';
import type { TreeGroup } from '@argosy/protocol/configuration/tree';
import {
  BatchSize,
  BatchTimeout,
  Capabilities,
  OrdererAddresses,
} from '@argosy/protocol/messages/configuration';
import { SignaturePolicyEnvelope } from '@argosy/protocol/messages/policies';
import { encode } from '@argosy/protocol/wire';
import type { Decoded, Encodable } from '@argosy/protocol/wire';
import { TestChannel } from './channel.js';

const channel = new TestChannel();
export const base = ChannelBundle.fromBlock(channel.genesisBlock).tree;
const [first] = channel.members;
if (first === undefined) throw new Error('the channel has no member');
export const o1 = first;
export const { orderers } = channel;

export type Change = (tree: TreeGroup) => TreeGroup;

export const CHANNEL = '/Channel';
export const ORDERER = '/Channel/Orderer';
export const APPLICATION = '/Channel/Application';
export const O1 = `${APPLICATION}/${o1.name}`;
export const ORD = `${ORDERER}/${orderers.name}`;

export const value =
  (path: string, name: string, bytes: Uint8Array): Change =>
  (tree) =>
    setValue(tree, path, name, bytes);
export const without =
  (path: string, kind: 'groups' | 'values' | 'policies', name: string): Change =>
  (tree) =>
    removeElement(tree, path, kind, name);
export const policy =
  (name: string, type: number, bytes: Uint8Array): Change =>
  (tree) =>
    setPolicy(tree, APPLICATION, name, { type, value: bytes });
export const put =
  (path: string, name: string, added: ReturnType<typeof group>): Change =>
  (tree) =>
    setGroup(tree, path, name, added);
export const all =
  (...changes: readonly Change[]): Change =>
  (tree) =>
    changes.reduce((changed, change) => change(changed), tree);

export const capabilities = (...names: readonly string[]): Buffer =>
  encode(Capabilities, { capabilities: names.map((key) => ({ key, value: {} })) });
export const channelAt = (name: string): Change =>
  value(CHANNEL, 'Capabilities', capabilities(name));
export const addresses = (...list: readonly string[]): Buffer =>
  encode(OrdererAddresses, { addresses: list });
export const batch = (
  maxMessageCount: number,
  absoluteMaxBytes: number,
  preferredMaxBytes: number,
): Change =>
  value(
    ORDERER,
    'BatchSize',
    encode(BatchSize, { maxMessageCount, absoluteMaxBytes, preferredMaxBytes }),
  );
export const timeout = (text: string): Change =>
  value(ORDERER, 'BatchTimeout', encode(BatchTimeout, { timeout: text }));
export const signed = (fields: Encodable<Decoded<typeof SignaturePolicyEnvelope>>): Buffer =>
  encode(SignaturePolicyEnvelope, fields);
export const empty = group({ values: {}, policies: {} });
export const notAMessage = Buffer.from('0a7f', 'hex');
