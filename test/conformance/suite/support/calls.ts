import {
  CommitStatusRequest,
  CommitStatusResponse,
  EndorseRequest,
  EndorseResponse,
  EvaluateRequest,
  SignedRequest,
  SubmitRequest,
} from '@argosy/protocol/messages/gateway';
import type { Envelope } from '@argosy/protocol/messages/common';
import { ProposalResponse, SignedProposal } from '@argosy/protocol/messages/proposal';
import { signProposal, type SignedProposalMessage } from '@argosy/protocol/proposal';
import type { Signer } from '@argosy/protocol/signer';
import { decode, encode, type Decoded } from '@argosy/protocol/wire';
import type { TestClient } from '../../../../network/devnet/test-support/test-client.js';
import { ambient } from './ambient.js';
import { argumentsOf, RUN, type Step, type Target } from './steps.js';

/** What a proposal asks, byte by byte. */
export interface Proposed {
  readonly channel?: string;
  readonly chaincode?: string;
  readonly args: readonly (string | Uint8Array)[];
  readonly transient?: Readonly<Record<string, Uint8Array>>;
  readonly minutesAgo?: number;
}

const bytesOf = (text: string | Uint8Array): Uint8Array =>
  typeof text === 'string' ? Buffer.from(text) : text;

/** A proposal made outside the SDK, so that it may be wrong. */
export function propose(
  signer: Signer,
  { channel = 'main', chaincode = 'ops', args, transient = {}, minutesAgo = 0 }: Proposed,
): { readonly transactionId: string; readonly signed: SignedProposalMessage } {
  const { time, nonce } = ambient();
  return signProposal(
    {
      channelId: channel,
      chaincodeName: chaincode,
      args: args.map(bytesOf),
      transient,
      time: { ...time, seconds: time.seconds - BigInt(minutesAgo * 60) },
      nonce,
    },
    signer,
  );
}

/** A proposal to take steps. */
export const proposeSteps = (signer: Signer, steps: readonly Step[], target: Target = {}) =>
  propose(signer, {
    ...(target.channel !== undefined && { channel: target.channel }),
    ...(target.chaincode !== undefined && { chaincode: target.chaincode }),
    args: [RUN, ...argumentsOf(steps)],
    transient: Object.fromEntries(
      Object.entries(target.transient ?? {}).map(([key, value]) => [key, Buffer.from(value)]),
    ),
  });

/** `Endorser.ProcessProposal` with a proposal as it is. */
export async function processProposal(
  client: TestClient,
  signed: SignedProposalMessage,
): Promise<Decoded<typeof ProposalResponse>> {
  const request = encode(SignedProposal, signed);
  const answer = await client.call('/protos.Endorser/ProcessProposal', request, 30_000);
  return decode(ProposalResponse, answer);
}

/** What a peer's own chaincode answers; without a channel unless one is named. */
export async function askPeer(
  client: TestClient,
  chaincode: string,
  args: readonly (string | Uint8Array)[],
  channel = '',
): Promise<{ readonly status: number; readonly message: string; readonly payload: Uint8Array }> {
  const { signed } = propose(client.signer, { channel, chaincode, args });
  return (await processProposal(client, signed)).response!;
}

interface Addressed {
  readonly channel?: string;
  readonly organisations?: readonly string[];
}

/** `Gateway.Evaluate` with a proposal as it is. */
export const evaluateRaw = (
  client: TestClient,
  proposedTransaction: SignedProposalMessage,
  { channel: channelId = 'main', organisations = [] }: Addressed = {},
): Promise<Buffer> =>
  client.call(
    '/gateway.Gateway/Evaluate',
    encode(EvaluateRequest, {
      channelId,
      proposedTransaction,
      targetOrganizations: [...organisations],
    }),
  );

export type EnvelopeMessage = Decoded<typeof Envelope>;

/** `Gateway.Endorse` with a proposal as it is; answers the transaction that is to be signed. */
export async function endorseRaw(
  client: TestClient,
  proposedTransaction: SignedProposalMessage,
  { channel: channelId = 'main', organisations = [] }: Addressed = {},
): Promise<EnvelopeMessage> {
  const request = encode(EndorseRequest, {
    channelId,
    proposedTransaction,
    endorsingOrganizations: [...organisations],
  });
  const answer = await client.call('/gateway.Gateway/Endorse', request, 30_000);
  return decode(EndorseResponse, answer).preparedTransaction!;
}

/** `Gateway.Submit` with an envelope as it is: the gateway does not look inside. */
export const submitRaw = (
  client: TestClient,
  preparedTransaction: EnvelopeMessage | undefined,
  channelId = 'main',
): Promise<Buffer> =>
  client.call(
    '/gateway.Gateway/Submit',
    encode(SubmitRequest, { channelId, preparedTransaction }),
    30_000,
  );

export const signedBy = ({ signer }: TestClient, payload: Uint8Array): EnvelopeMessage => ({
  payload,
  signature: signer.sign(payload),
});

/** A request that somebody signed, as `CommitStatus` and `ChaincodeEvents` want it. */
export const signedRequest = ({ signer }: TestClient, request: Uint8Array): Buffer =>
  encode(SignedRequest, { request, signature: signer.sign(request) });

/** `Gateway.CommitStatus`, asked by anybody. */
export async function commitStatus(
  client: TestClient,
  transactionId: string,
  { channel: channelId = 'main', withinMs = 30_000 } = {},
): Promise<{ readonly result: number; readonly blockNumber: bigint }> {
  const { creator: identity } = client.signer;
  const request = encode(CommitStatusRequest, { channelId, transactionId, identity });
  const call = client.call(
    '/gateway.Gateway/CommitStatus',
    signedRequest(client, request),
    withinMs,
  );
  return decode(CommitStatusResponse, await call);
}
