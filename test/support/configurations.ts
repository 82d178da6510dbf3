import { randomBytes } from 'node:crypto';
import { CONFIG_KEY, CONFIG_NAMESPACE } from '@argosy/ledger/update-batch';
import {
  ChannelHeader,
  Envelope,
  SignatureHeader,
  headerType,
} from '@argosy/protocol/messages/common';
import {
  ConfigEnvelope,
  ConfigGroup,
  ConfigUpdate,
  ConfigUpdateEnvelope,
} from '@argosy/protocol/messages/configuration';
import type { ConfigGroupNode } from '@argosy/protocol/messages/configuration';
import type { Group } from '@argosy/protocol/config-group';
import type { PolicyValue } from '@argosy/protocol/policy-build';
import type { Signer } from '@argosy/protocol/signer';
import { decode, encode } from '@argosy/protocol/wire';
import { signedEnvelope } from './craft.js';
import type { Stage } from './stage.js';

type Change = (root: ConfigGroupNode) => void;

/** A configuration transaction; what is left out is as an orderer writes it after the administrators of all members signed. */
export interface ConfigurationDraft {
  /** What the update asks for; it raises versions itself. */
  readonly change: Change;
  /** What the new configuration has beside that, or not. */
  readonly supplied?: Change;
  readonly signers?: readonly Signer[];
  readonly creator?: Signer;
  readonly sequence?: bigint;
  readonly channelId?: string;
  readonly nonce?: Uint8Array;
  readonly signature?: (signature: Buffer) => Buffer;
  /** Change what the transaction holds: bytes of `ConfigEnvelope`. */
  readonly data?: (envelope: Buffer) => Buffer;
}

/** The bytes of a signed envelope around a configuration. */
export function configure(stage: Stage, draft: ConfigurationDraft): Buffer {
  const { change, supplied = () => undefined, data = (it) => it } = draft;
  const { sequence, channelGroup } = currentConfiguration(stage);
  const target = copy(channelGroup);
  change(target);
  const lastUpdate = updateEnvelope(stage, channelGroup, target, draft);
  supplied(target);
  const config = { sequence: draft.sequence ?? sequence + 1n, channelGroup: target };
  const creator = draft.creator ?? stage.channel.consenters[0]!;
  return signedEnvelope(
    {
      channelHeader: headerOf(stage, headerType.config),
      signatureHeader: encode(SignatureHeader, {
        creator: creator.creator,
        nonce: draft.nonce ?? randomBytes(24),
      }),
      data: data(encode(ConfigEnvelope, { config, lastUpdate })),
    },
    creator,
    (part, bytes) => (part === 'signature' ? (draft.signature?.(bytes) ?? bytes) : bytes),
  );
}

/** The configuration that the state holds. */
export function currentConfiguration(stage: Stage): {
  readonly sequence: bigint;
  readonly channelGroup: ConfigGroupNode;
} {
  const value = stage.entry(CONFIG_NAMESPACE, CONFIG_KEY)?.value;
  const { config } = decode(ConfigEnvelope, value ?? Buffer.of());
  if (config?.channelGroup === undefined) throw new Error('the state has no configuration');
  return { sequence: config.sequence, channelGroup: config.channelGroup };
}

/** The update with everything that stands now as its read set. */
function updateEnvelope(
  stage: Stage,
  readSet: ConfigGroupNode,
  writeSet: ConfigGroupNode,
  { signers, channelId = stage.channel.id }: ConfigurationDraft,
) {
  const configUpdate = encode(ConfigUpdate, { channelId, readSet, writeSet });
  const administrators = signers ?? [
    ...stage.channel.members.map(({ admin }) => admin),
    stage.channel.orderers.admin,
  ];
  const signatures = administrators.map(({ creator, sign }) => {
    const signatureHeader = encode(SignatureHeader, { creator, nonce: randomBytes(24) });
    return { signatureHeader, signature: sign(Buffer.concat([signatureHeader, configUpdate])) };
  });
  const entry = signedEnvelope(
    {
      channelHeader: headerOf(stage, headerType.configUpdate),
      signatureHeader: encode(SignatureHeader, {
        creator: stage.o1.admin.creator,
        nonce: randomBytes(24),
      }),
      data: encode(ConfigUpdateEnvelope, { configUpdate, signatures }),
    },
    stage.o1.admin,
  );
  return decode(Envelope, entry);
}

const headerOf = (stage: Stage, type: number): Buffer =>
  encode(ChannelHeader, {
    type,
    timestamp: { seconds: 1_780_000_200n, nanos: 0 },
    channelId: stage.channel.id,
  });

const copy = (group: ConfigGroupNode): ConfigGroupNode =>
  decode(ConfigGroup, encode(ConfigGroup, group));

/** A group by its path from the root. Throws where there is none. */
export function groupAt(root: ConfigGroupNode, ...path: readonly string[]): ConfigGroupNode {
  let found = root;
  for (const name of path) {
    const next = found.groups.find(({ key }) => key === name)?.value;
    if (next === undefined) throw new Error(`no group ${name}`);
    found = next;
  }
  return found;
}

/** Put a group under another and raise the other's version, as an update must. */
export function addGroup(parent: ConfigGroupNode, name: string, group: Group): void {
  putGroup(parent, name, group);
  parent.version++;
}

/** Put a group under another and say nothing of it in the other's version. */
export function putGroup(parent: ConfigGroupNode, name: string, group: Group): void {
  parent.groups.push({ key: name, value: decode(ConfigGroup, encode(ConfigGroup, group)) });
}

/** Replace a value that is there, and raise its version. */
export function setValue(group: ConfigGroupNode, name: string, value: Uint8Array): void {
  const found = group.values.find(({ key }) => key === name)?.value;
  if (found === undefined) throw new Error(`no value ${name}`);
  found.value = value;
  found.version++;
}

/** Replace a policy that is there, and raise its version. */
export function setPolicy(group: ConfigGroupNode, name: string, policy: PolicyValue): void {
  const found = group.policies.find(({ key }) => key === name)?.value;
  if (found === undefined) throw new Error(`no policy ${name}`);
  found.policy = { type: policy.type ?? 0, value: policy.value ?? Buffer.of() };
  found.version++;
}

/** Put policies into a group of a tree before it becomes block 0. */
export const setPolicyOf =
  (path: readonly string[], policies: Readonly<Record<string, PolicyValue>>) =>
  (root: Group): Group => {
    const tree = decode(ConfigGroup, encode(ConfigGroup, root));
    const added = Object.entries(policies).map(([key, policy]) => ({
      key,
      value: { policy, modPolicy: 'Admins' },
    }));
    const group: Group = groupAt(tree, ...path);
    Object.assign(group, { policies: [...(group.policies ?? []), ...added] });
    return tree;
  };
