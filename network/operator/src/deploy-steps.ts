import {
  CommitChaincodeDefinitionArgs,
  ApproveChaincodeDefinitionForMyOrgArgs,
  InstallChaincodeArgs,
  QueryApprovedChaincodeDefinitionArgs,
  QueryApprovedChaincodeDefinitionResult,
  QueryChaincodeDefinitionArgs,
  QueryChaincodeDefinitionResult,
  QueryInstalledChaincodeArgs,
} from '@argosy/protocol/messages/lifecycle';
import type { Signer } from '@argosy/protocol/signer';
import { decode, encode } from '@argosy/protocol/wire';
import type { Decoded } from '@argosy/protocol/wire';
import { isSame, parameters } from './definition.js';
import type { Definition } from './definition.js';
import type { PeerClient } from './fabric/peer-client.js';
import { ask, submit } from './fabric/transaction.js';
import type { Answer } from './fabric/transaction.js';
import type { Member } from './members.js';
import type { ChaincodePackage } from './package.js';

/** Install the package at each peer of an organisation unless it is there. */
export async function ensureInstalled(
  { peers, administrator }: Member,
  { bytes, id }: ChaincodePackage,
): Promise<void> {
  const query = encode(QueryInstalledChaincodeArgs, { packageId: id });
  const install = encode(InstallChaincodeArgs, { chaincodeInstallPackage: bytes });
  const atPeer = async (peer: PeerClient): Promise<void> => {
    // What concerns the peer alone is asked without a channel.
    const at = { peer, administrator, channel: '' };
    if ((await lifecycle(at, 'QueryInstalledChaincode', query)).status === 200) return;
    const answer = await lifecycle(at, 'InstallChaincode', install);
    // The answer to an earlier call may have been lost.
    if (answer.status !== 200 && !answer.message.includes('already successfully installed'))
      throw refusal(peer, answer);
  };
  await Promise.all(peers.map(atPeer));
}

type Committed = Decoded<typeof QueryChaincodeDefinitionResult>;

/** The definition that the channel has; undefined where it has none of that name. */
export async function committedDefinition(
  member: Member,
  { channel, name }: Definition,
): Promise<Committed | undefined> {
  const query = encode(QueryChaincodeDefinitionArgs, { name });
  const at = { ...member, peer: firstPeer(member), channel };
  const answer = await lifecycle(at, 'QueryChaincodeDefinition', query);
  if (answer.status === 404) return undefined;
  if (answer.status !== 200) throw refusal(at.peer, answer);
  return decode(QueryChaincodeDefinitionResult, answer.payload);
}

/** Approve a definition for an organisation, with the package that its peers run, unless that is done. */
export async function ensureApproved(
  member: Member,
  definition: Definition,
  sequence: bigint,
): Promise<void> {
  if (await isApproved(member, definition, sequence)) return;
  try {
    await approve(member, definition, sequence);
  } catch (failure) {
    // An earlier approval whose answer was lost is refused as a redefinition, one at the same time is invalid: what counts is
    // what is approved.
    if (!(await isApproved(member, definition, sequence))) throw failure;
  }
}

async function isApproved(
  member: Member,
  definition: Definition,
  sequence: bigint,
): Promise<boolean> {
  const { channel, name, package: chaincode } = definition;
  const query = encode(QueryApprovedChaincodeDefinitionArgs, { name, sequence });
  const at = { ...member, peer: firstPeer(member), channel };
  const answer = await lifecycle(at, 'QueryApprovedChaincodeDefinition', query);
  if (answer.status !== 200) return false;
  const approved = decode(QueryApprovedChaincodeDefinitionResult, answer.payload);
  const packageId = approved.source?.localPackage?.packageId;
  return isSame(approved, definition) && packageId === chaincode.id;
}

async function approve(member: Member, definition: Definition, sequence: bigint): Promise<void> {
  const source = { localPackage: { packageId: definition.package.id } };
  const approval = { ...parameters(definition), sequence, source };
  const argument = encode(ApproveChaincodeDefinitionForMyOrgArgs, approval);
  const call = invocation(definition.channel, 'ApproveChaincodeDefinitionForMyOrg', argument);
  await submit([firstPeer(member)], member.administrator, call);
}

/** Commit a definition that is approved, endorsed by a peer of each of these members. */
export async function commit(
  members: readonly Member[],
  definition: Definition,
  sequence: bigint,
): Promise<string> {
  const [first] = members;
  if (first === undefined) throw new Error('a definition needs a member that decides');
  const argument = encode(CommitChaincodeDefinitionArgs, { ...parameters(definition), sequence });
  const { transactionId } = await submit(
    members.map(firstPeer),
    first.administrator,
    invocation(definition.channel, 'CommitChaincodeDefinition', argument),
  );
  return transactionId;
}

const invocation = (channel: string, name: string, argument: Uint8Array) => ({
  channel,
  chaincode: '_lifecycle',
  arguments: [Buffer.from(name), argument],
});

type Place = {
  readonly peer: PeerClient;
  readonly administrator: Signer;
  readonly channel: string;
};

const lifecycle = (
  { peer, administrator, channel }: Place,
  name: string,
  argument: Uint8Array,
): Promise<Answer> => ask(peer, administrator, invocation(channel, name, argument));

function firstPeer({ msp, peers }: Member): PeerClient {
  const [peer] = peers;
  if (peer === undefined) throw new Error(`${msp} has no peer`);
  return peer;
}

const refusal = (peer: PeerClient, { status, message }: Answer): Error =>
  new Error(`${peer.address.name} answered ${status}: ${message}`);
