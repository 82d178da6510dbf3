import { EndorseResponse, SubmitRequest } from '@argosy/protocol/messages/gateway';
import {
  ChaincodeInvocationSpec,
  ChaincodeProposalPayload,
  Proposal,
  ProposalResponse,
  SignedProposal,
} from '@argosy/protocol/messages/proposal';
import type { SignedProposalMessage } from '@argosy/protocol/proposal';
import { decode, encode, type Decoded } from '@argosy/protocol/wire';
import { ENDORSE, endorseRequest, propose } from './proposals.js';
import type { Step } from './steps.js';
import type { TestClient } from './test-client.js';
import type { TestNetwork } from './test-network.js';
import { until } from './until.js';

interface Initialising {
  readonly chaincodeName: string;
  readonly steps?: readonly Step[];
  readonly isInit: boolean;
}

/** A call that may be an initialisation, which the SDK cannot ask for. */
function proposal(
  { signer }: TestClient,
  { chaincodeName, steps = [], isInit }: Initialising,
): { readonly transactionId: string; readonly signed: SignedProposalMessage } {
  const plain = propose(signer, { chaincodeName, args: ['run', JSON.stringify(steps)] });
  const { header, payload } = decode(Proposal, plain.signed.proposalBytes);
  const { chaincodeSpec } = decode(
    ChaincodeInvocationSpec,
    decode(ChaincodeProposalPayload, payload).input,
  );
  const input = { ...chaincodeSpec!.input!, isInit };
  const proposalBytes = encode(Proposal, {
    header,
    payload: encode(ChaincodeProposalPayload, {
      input: encode(ChaincodeInvocationSpec, { chaincodeSpec: { ...chaincodeSpec!, input } }),
    }),
  });
  const signed = { proposalBytes, signature: signer.sign(proposalBytes) };
  return { transactionId: plain.transactionId, signed };
}

/** What the client's peer answers to such a call. */
export async function answerTo(
  client: TestClient,
  call: Initialising,
): Promise<Decoded<typeof ProposalResponse>> {
  const { signed } = proposal(client, call);
  const answer = await client.call(
    '/protos.Endorser/ProcessProposal',
    encode(SignedProposal, signed),
  );
  return decode(ProposalResponse, answer);
}

/** Commit such a call; returns its block. */
export async function commitCall(
  network: TestNetwork,
  client: TestClient,
  call: Initialising,
): Promise<{ readonly code: number; readonly block: Uint8Array }> {
  const { transactionId, signed } = proposal(client, call);
  const endorsed = await client.call(ENDORSE, endorseRequest(signed));
  const { payload } = decode(EndorseResponse, endorsed).preparedTransaction!;
  const preparedTransaction = { payload, signature: client.signer.sign(payload) };
  await client.call(
    '/gateway.Gateway/Submit',
    encode(SubmitRequest, { transactionId, channelId: 'trade', preparedTransaction }),
  );
  const { ledger } = network.channel;
  await until(() => ledger.transaction(transactionId) !== undefined);
  const { code, blockNumber } = ledger.transaction(transactionId)!;
  return { code, block: ledger.block(blockNumber) };
}
