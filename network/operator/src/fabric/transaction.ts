import { randomBytes } from 'node:crypto';
import {
  CommitStatusRequest,
  CommitStatusResponse,
  SignedRequest,
  SubmitRequest,
} from '@argosy/protocol/messages/gateway';
import { ProposalResponse, SignedProposal } from '@argosy/protocol/messages/proposal';
import {
  assembleTransaction,
  openProposal,
  signEnvelope,
  signProposal,
} from '@argosy/protocol/proposal';
import type { SignedProposalMessage } from '@argosy/protocol/proposal';
import type { Signer } from '@argosy/protocol/signer';
import { decode, encode } from '@argosy/protocol/wire';
import type { Decoded } from '@argosy/protocol/wire';
import { timestamp } from '../channel.js';
import type { PeerClient } from './peer-client.js';

/** What somebody asks of a chaincode. */
export type Invocation = {
  readonly channel: string;
  readonly chaincode: string;
  readonly arguments: readonly Uint8Array[];
  /** The call initialises the chaincode. */
  readonly isInit?: boolean;
};

/** One peer's answer: the chaincode's own status, as HTTP's, its message and its payload. */
export type Answer = {
  readonly status: number;
  readonly message: string;
  readonly payload: Uint8Array;
};

type Endorsed = Decoded<typeof ProposalResponse>;
type Proposal = { readonly transactionId: string; readonly signed: SignedProposalMessage };

/** Ask one peer, and change nothing. */
export async function ask(
  peer: PeerClient,
  signer: Signer,
  invocation: Invocation,
): Promise<Answer> {
  const { signed } = propose(signer, invocation, peer.now());
  return answerOf(await endorse(peer, signed));
}

/** Have the peers endorse, order the transaction and wait until it is in a block.
 *  Endorsers are called directly, which needs neither discovery nor gossip. Refuses unless all of them agree.
 *  Answers the block's number. */
export async function submit(
  peers: readonly PeerClient[],
  signer: Signer,
  invocation: Invocation,
): Promise<{ readonly transactionId: string; readonly block: bigint }> {
  const [gateway] = peers;
  if (gateway === undefined) throw new Error('a transaction needs a peer');
  const proposal = propose(signer, invocation, gateway.now());
  const endorsed = await Promise.all(peers.map((peer) => endorse(peer, proposal.signed)));
  endorsed.forEach((it, index) => requireSuccess(it, peers[index]));
  const payload = assembleTransaction(
    openProposal(proposal.signed),
    endorsed[0]?.payload ?? new Uint8Array(),
    endorsed.flatMap(({ endorsement }) => (endorsement === undefined ? [] : [endorsement])),
  );
  const { transactionId } = proposal;
  const request = encode(SubmitRequest, {
    transactionId,
    channelId: invocation.channel,
    preparedTransaction: signEnvelope(payload, signer),
  });
  await gateway.call('/gateway.Gateway/Submit', request);
  return {
    transactionId,
    block: await awaitCommit(gateway, signer, { invocation, transactionId }),
  };
}

function propose(signer: Signer, invocation: Invocation, now: Date): Proposal {
  const request = {
    channelId: invocation.channel,
    chaincodeName: invocation.chaincode,
    args: invocation.arguments,
    isInit: invocation.isInit === true,
    time: timestamp(now),
    nonce: randomBytes(24),
  };
  return signProposal(request, signer);
}

async function endorse(peer: PeerClient, signed: SignedProposalMessage): Promise<Endorsed> {
  const request = encode(SignedProposal, signed);
  return decode(ProposalResponse, await peer.call('/protos.Endorser/ProcessProposal', request));
}

const answerOf = ({ response }: Endorsed): Answer => ({
  status: response?.status ?? 0,
  message: response?.message ?? '',
  payload: response?.payload ?? new Uint8Array(),
});

function requireSuccess(endorsed: Endorsed, peer: PeerClient | undefined): void {
  const { status, message } = answerOf(endorsed);
  if (status >= 200 && status < 400) return;
  throw new Error(`${peer?.address.name ?? 'a peer'} refused with ${status}: ${message}`);
}

const valid = 0;

async function awaitCommit(
  peer: PeerClient,
  signer: Signer,
  {
    invocation,
    transactionId,
  }: { readonly invocation: Invocation; readonly transactionId: string },
): Promise<bigint> {
  const identity = signer.creator;
  const request = encode(CommitStatusRequest, {
    transactionId,
    channelId: invocation.channel,
    identity,
  });
  const signed = encode(SignedRequest, { request, signature: signer.sign(request) });
  const answer = await peer.call('/gateway.Gateway/CommitStatus', signed);
  const { result, blockNumber } = decode(CommitStatusResponse, answer);
  if (result !== valid)
    throw new Error(`transaction ${transactionId} is invalid, with code ${result}`);
  return blockNumber;
}
