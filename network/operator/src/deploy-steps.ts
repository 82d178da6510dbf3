import {
  ApproveChaincodeDefinitionForMyOrgArgs,
  CommitChaincodeDefinitionArgs,
  InstallChaincodeArgs,
  QueryApprovedChaincodeDefinitionArgs,
  QueryApprovedChaincodeDefinitionResult,
  QueryChaincodeDefinitionArgs,
  QueryChaincodeDefinitionResult,
  QueryInstalledChaincodeArgs,
} from '@argosy/protocol/messages/lifecycle';
import { ApplicationPolicy } from '@argosy/protocol/messages/policies';
import type { Signer } from '@argosy/protocol/signer';
import { decode, encode } from '@argosy/protocol/wire';
import type { Decoded } from '@argosy/protocol/wire';
import type { PeerClient } from './fabric/peer-client.js';
import { ask, submit } from './fabric/transaction.js';
import type { Answer } from './fabric/transaction.js';
import type { ChaincodePackage } from './package.js';

/** A chaincode as a channel is to know it. */
export type Definition = {
  readonly channel: string;
  readonly name: string;
  readonly version: string;
  readonly package: ChaincodePackage;
};

/** An organisation's peer, and who may decide for the organisation. */
export type Member = { readonly peer: PeerClient; readonly administrator: Signer };

/** The channel's own endorsement policy: changed by a configuration update, not with each chaincode. */
const validationParameter = encode(ApplicationPolicy, {
  channelConfigPolicyReference: '/Channel/Application/Endorsement',
});

/** Install the package at a peer unless it is there. */
export async function ensureInstalled(
  member: Member,
  { bytes, id }: ChaincodePackage,
): Promise<void> {
  const query = encode(QueryInstalledChaincodeArgs, { packageId: id });
  const { status } = await lifecycle(member, '', 'QueryInstalledChaincode', query);
  if (status === 200) return;
  const install = encode(InstallChaincodeArgs, { chaincodeInstallPackage: bytes });
  const answer = await lifecycle(member, '', 'InstallChaincode', install);
  // Another channel's deployment may have been quicker.
  if (answer.status !== 200 && !answer.message.includes('already successfully installed'))
    throw refusal(member, answer);
}

type Committed = Decoded<typeof QueryChaincodeDefinitionResult>;

/** The definition that the channel has; undefined where it has none of that name. */
export async function committedDefinition(
  member: Member,
  { channel, name }: Definition,
): Promise<Committed | undefined> {
  const query = encode(QueryChaincodeDefinitionArgs, { name });
  const answer = await lifecycle(member, channel, 'QueryChaincodeDefinition', query);
  if (answer.status === 404) return undefined;
  if (answer.status !== 200) throw refusal(member, answer);
  return decode(QueryChaincodeDefinitionResult, answer.payload);
}

/** Whether a definition or an approval is the one that is wanted. */
export const isSame = (
  found: Pick<Committed, 'version' | 'validationParameter'>,
  { version }: Definition,
): boolean =>
  found.version === version && Buffer.from(found.validationParameter).equals(validationParameter);

/** Approve a definition for an organisation, with the package that its peer runs, unless that is done. */
export async function ensureApproved(
  member: Member,
  definition: Definition,
  sequence: bigint,
): Promise<void> {
  const { channel, name, package: chaincode } = definition;
  const query = encode(QueryApprovedChaincodeDefinitionArgs, { name, sequence });
  const answer = await lifecycle(member, channel, 'QueryApprovedChaincodeDefinition', query);
  if (answer.status === 200) {
    const approved = decode(QueryApprovedChaincodeDefinitionResult, answer.payload);
    const packageId = approved.source?.localPackage?.packageId;
    if (isSame(approved, definition) && packageId === chaincode.id) return;
  }
  const source = { localPackage: { packageId: chaincode.id } };
  const approval = { ...wanted(definition, sequence), source };
  const argument = encode(ApproveChaincodeDefinitionForMyOrgArgs, approval);
  await submit(
    [member.peer],
    member.administrator,
    invocation(channel, 'ApproveChaincodeDefinitionForMyOrg', argument),
  );
}

/** Commit a definition that is approved, endorsed by the peers of these members. */
export async function commit(
  members: readonly Member[],
  definition: Definition,
  sequence: bigint,
): Promise<string> {
  const [first] = members;
  if (first === undefined) throw new Error('a definition needs a member that decides');
  const argument = encode(CommitChaincodeDefinitionArgs, wanted(definition, sequence));
  const { transactionId } = await submit(
    members.map(({ peer }) => peer),
    first.administrator,
    invocation(definition.channel, 'CommitChaincodeDefinition', argument),
  );
  return transactionId;
}

const wanted = ({ name, version }: Definition, sequence: bigint) => ({
  sequence,
  name,
  version,
  endorsementPlugin: 'escc',
  validationPlugin: 'vscc',
  validationParameter,
});

const invocation = (channel: string, name: string, argument: Uint8Array) => ({
  channel,
  chaincode: '_lifecycle',
  arguments: [Buffer.from(name), argument],
});

/** What concerns the peer alone is asked without a channel. */
const lifecycle = (
  { peer, administrator }: Member,
  channel: string,
  name: string,
  argument: Uint8Array,
): Promise<Answer> => ask(peer, administrator, invocation(channel, name, argument));

const refusal = ({ peer }: Member, { status, message }: Answer): Error =>
  new Error(`${peer.address.name} answered ${status}: ${message}`);
