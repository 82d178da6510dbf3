import { ProposalResponse, SignedProposal } from '@argosy/protocol/messages/proposal';
import { decode, encode } from '@argosy/protocol/wire';
import type { Channel } from '../channel.js';
import { unary, type Service } from '../grpc/service.js';
import type { Endorser } from './endorser.js';
import { checkProposal, UnknownChannel } from './proposal-checks.js';
import { failureResponse, type ProposalResponseMessage } from './response.js';

/** `protos.Endorser` of one peer. */
export function endorserService(
  endorser: Endorser,
  channels: ReadonlyMap<string, Channel>,
  now: () => number,
): Service {
  const process = async (request: Uint8Array): Promise<ProposalResponseMessage> => {
    try {
      const proposal = checkProposal(decode(SignedProposal, request), channels, now());
      return await proposal.channel.onSnapshot((state) => endorser.process(proposal, state));
    } catch (error) {
      if (error instanceof UnknownChannel) return failureResponse(error.message);
      throw error;
    }
  };
  const answer = async (request: Uint8Array): Promise<Uint8Array> =>
    encode(ProposalResponse, await process(request));
  return { name: 'protos.Endorser', methods: { ProcessProposal: unary(answer) } };
}
