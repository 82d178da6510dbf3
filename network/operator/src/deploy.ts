import {
  CommitChaincodeDefinitionArgs,
  QueryChaincodeDefinitionArgs,
  QueryChaincodeDefinitionResult,
} from '@argosy/protocol/messages/lifecycle';
import { ApplicationPolicy } from '@argosy/protocol/messages/policies';
import type { Signer } from '@argosy/protocol/signer';
import { decode, encode } from '@argosy/protocol/wire';
import type { Decoded } from '@argosy/protocol/wire';
import type { PeerClient } from './fabric/peer-client.js';
import { ask, submit } from './fabric/transaction.js';

/** A chaincode as a channel is to know it. */
export type Definition = {
  readonly channel: string;
  readonly name: string;
  readonly version: string;
};

export type Deployment = {
  readonly sequence: bigint;
  /** Absent when the definition was there already. */
  readonly transactionId?: string;
};

/** The channel's own endorsement policy: changed by a configuration update, not with each chaincode. */
const validationParameter = encode(ApplicationPolicy, {
  channelConfigPolicyReference: '/Channel/Application/Endorsement',
});

/** Commit a chaincode's definition through `_lifecycle` unless the channel has it. Safe to repeat.
 *  Requires: a peer of each organisation that the lifecycle policy asks for; an administrator's signature. */
export async function deploy(
  peers: readonly PeerClient[],
  administrator: Signer,
  definition: Definition,
): Promise<Deployment> {
  const [peer] = peers;
  if (peer === undefined) throw new Error('a definition needs a peer');
  const current = await committedDefinition(peer, administrator, definition);
  if (current !== undefined && isSame(current, definition)) return { sequence: current.sequence };
  const sequence = (current?.sequence ?? 0n) + 1n;
  const { channel, name, version } = definition;
  const commit = encode(CommitChaincodeDefinitionArgs, {
    sequence,
    name,
    version,
    endorsementPlugin: 'escc',
    validationPlugin: 'vscc',
    validationParameter,
  });
  const { transactionId } = await submit(peers, administrator, {
    channel,
    chaincode: '_lifecycle',
    arguments: [Buffer.from('CommitChaincodeDefinition'), commit],
  });
  return { sequence, transactionId };
}

type Committed = Decoded<typeof QueryChaincodeDefinitionResult>;

const isSame = (committed: Committed, { version }: Definition): boolean =>
  committed.version === version &&
  Buffer.from(committed.validationParameter).equals(validationParameter);

async function committedDefinition(
  peer: PeerClient,
  administrator: Signer,
  { channel, name }: Definition,
): Promise<Committed | undefined> {
  const answer = await ask(peer, administrator, {
    channel,
    chaincode: '_lifecycle',
    arguments: [
      Buffer.from('QueryChaincodeDefinition'),
      encode(QueryChaincodeDefinitionArgs, { name }),
    ],
  });
  if (answer.status === 200) return decode(QueryChaincodeDefinitionResult, answer.payload);
  if (answer.status === 404) return undefined;
  throw new Error(`${peer.address.name} answered ${answer.status}: ${answer.message}`);
}
