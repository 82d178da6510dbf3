import {
  ChaincodeInvocationSpec,
  ChaincodeProposalPayload,
  Proposal,
} from '@argosy/protocol/messages/proposal';
import { openProposal } from '@argosy/protocol/proposal';
import { decode, encode } from '@argosy/protocol/wire';
import type { Proposed } from '../validation/endorsing.js';
import type { Scene } from '../validation/scene.js';
import { processProposal, propose } from './calls.js';
import { argumentsOf, RUN, type Step } from './steps.js';

/** Propose a call that is to initialise a chaincode, which the SDK cannot ask for, to the first two members. */
export async function proposeInitialisation(
  scene: Scene,
  chaincode: string,
  steps: readonly Step[] = [],
): Promise<Proposed> {
  const { o1, o2, channelId: channel } = scene;
  const args = [RUN, ...argumentsOf(steps)];
  const plain = propose(o1.client, { channel, chaincode, args });
  const { header, payload } = decode(Proposal, plain.signed.proposalBytes);
  const { chaincodeSpec } = decode(
    ChaincodeInvocationSpec,
    decode(ChaincodeProposalPayload, payload).input,
  );
  const input = { ...chaincodeSpec?.input, isInit: true };
  const proposalBytes = encode(Proposal, {
    header,
    payload: encode(ChaincodeProposalPayload, {
      input: encode(ChaincodeInvocationSpec, { chaincodeSpec: { ...chaincodeSpec, input } }),
    }),
  });
  const signed = { proposalBytes, signature: o1.client.sign(proposalBytes) };
  const answers = await Promise.all([o1, o2].map(({ peer }) => processProposal(peer, signed)));
  const { transactionId } = plain;
  return { transactionId, opened: openProposal(signed), creator: o1.client, answers };
}
