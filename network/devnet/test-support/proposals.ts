import { randomBytes } from 'node:crypto';
import { EndorseRequest, EvaluateRequest } from '@argosy/protocol/messages/gateway';
import { signProposal, type SignedProposalMessage } from '@argosy/protocol/proposal';
import type { Signer } from '@argosy/protocol/signer';
import { encode } from '@argosy/protocol/wire';

export interface Call {
  readonly channelId?: string;
  readonly chaincodeName?: string;
  readonly args?: readonly (string | Uint8Array)[];
  readonly transient?: Readonly<Record<string, Uint8Array>>;
  readonly minutesAgo?: number;
}

/** A proposal made outside the SDK, so that it may be wrong. */
export function propose(
  signer: Signer,
  {
    channelId = 'trade',
    chaincodeName = 'kv',
    args = ['organisation'],
    transient = {},
    minutesAgo = 0,
  }: Call = {},
): { readonly transactionId: string; readonly signed: SignedProposalMessage } {
  const seconds = BigInt(Math.floor(Date.now() / 1000) - minutesAgo * 60);
  return signProposal(
    {
      channelId,
      chaincodeName,
      args: args.map((arg) => (typeof arg === 'string' ? Buffer.from(arg) : arg)),
      transient,
      time: { seconds, nanos: 0 },
      nonce: randomBytes(24),
    },
    signer,
  );
}

/** The same proposal with a signature over something else. */
export const badlySigned = (
  { proposalBytes }: SignedProposalMessage,
  signer: Signer,
): SignedProposalMessage => ({ proposalBytes, signature: signer.sign(Buffer.from('else')) });

export const evaluateRequest = (
  proposedTransaction: SignedProposalMessage,
  targetOrganizations: string[] = [],
): Buffer =>
  encode(EvaluateRequest, { channelId: 'trade', proposedTransaction, targetOrganizations });

export const endorseRequest = (
  proposedTransaction: SignedProposalMessage,
  endorsingOrganizations: string[] = [],
): Buffer =>
  encode(EndorseRequest, { channelId: 'trade', proposedTransaction, endorsingOrganizations });

export const EVALUATE = '/gateway.Gateway/Evaluate';
export const ENDORSE = '/gateway.Gateway/Endorse';
