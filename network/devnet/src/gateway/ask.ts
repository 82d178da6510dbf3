import { status } from '@grpc/grpc-js';
import type { SignedProposalMessage } from '@argosy/protocol/proposal';
import type { StateView } from '@argosy/ledger/state';
import {
  checkProposal,
  ProposalRefused,
  UnknownChannel,
  type CheckedProposal,
} from '../endorser/proposal-checks.js';
import { failureResponse, type ProposalResponseMessage } from '../endorser/response.js';
import type { GatewayContext, GatewayPeer } from './context.js';

/** Why a peer did not do what was asked, and whether another one might. */
export interface PeerFailure {
  readonly code: status;
  readonly message: string;
  readonly retry: boolean;
}

export type PeerAnswer =
  | { readonly ok: true; readonly response: ProposalResponseMessage }
  | { readonly ok: false; readonly failure: PeerFailure };

/** A proposal with the outcome of its checks, which is the same at every peer. */
export type Verdict = CheckedProposal | ProposalRefused | UnknownChannel;

export function verdictOn(signed: SignedProposalMessage, context: GatewayContext): Verdict {
  try {
    return checkProposal(signed, context.channels, context.now());
  } catch (error) {
    if (error instanceof ProposalRefused || error instanceof UnknownChannel) return error;
    throw error;
  }
}

/** Ask one peer to process a proposal, and judge its answer as a gateway does. */
export async function ask(
  peer: GatewayPeer,
  verdict: Verdict,
  state: StateView,
  home: GatewayPeer,
): Promise<PeerAnswer> {
  try {
    const response = await respond(peer, verdict, state);
    const failure = peer !== home && peer.isAway ? cutOff : failureIn(response);
    return failure === undefined ? { ok: true, response } : { ok: false, failure };
  } catch (error) {
    if (!(error instanceof ProposalRefused)) throw error;
    return { ok: false, failure: refusal(error, peer === home) };
  }
}

/** The peer was stopped while it was asked. */
const cutOff: PeerFailure = {
  code: status.UNAVAILABLE,
  message: 'rpc error: code = Unavailable desc = error reading from server: EOF',
  retry: true,
};

async function respond(
  peer: GatewayPeer,
  verdict: Verdict,
  state: StateView,
): Promise<ProposalResponseMessage> {
  if (verdict instanceof UnknownChannel) return failureResponse(verdict.message);
  if (verdict instanceof ProposalRefused) throw verdict;
  return peer.endorser.process(verdict, state);
}

/** The classes of answers: a peer's own 500 may be tried elsewhere, a chaincode's status is final. */
function failureIn({ response, payload }: ProposalResponseMessage): PeerFailure | undefined {
  const { status: code, message } = response ?? { status: 0, message: '' };
  if (code >= 200 && code < 400) return undefined;
  if (code === 500 && payload.length === 0) {
    return { code: status.ABORTED, message, retry: true };
  }
  const text = `chaincode response ${code}, ${message}`;
  return { code: status.UNKNOWN, message: text, retry: false };
}

/** A refused call: another organisation's peer is reached over gRPC, the own one by a call in the process. */
function refusal({ stage, message }: ProposalRefused, local: boolean): PeerFailure {
  if (!local) {
    const text = `rpc error: code = Unknown desc = ${message}`;
    return { code: status.UNAVAILABLE, message: text, retry: true };
  }
  return stage === 'filter'
    ? { code: status.UNAVAILABLE, message, retry: true }
    : { code: status.FAILED_PRECONDITION, message, retry: false };
}
