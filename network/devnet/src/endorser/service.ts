import { SignatureChecks } from '@argosy/protocol/signature-checks';
import { ProposalResponse, SignedProposal } from '@argosy/protocol/messages/proposal';
import type { SignedProposalMessage } from '@argosy/protocol/proposal';
import { encode } from '@argosy/protocol/wire';
import type { Channel } from '../channel.js';
import { readCall } from '../grpc/read-call.js';
import { unary, type Service } from '../grpc/service.js';
import type { LocalMsp } from '../local-msp.js';
import type { Endorser } from './endorser.js';
import {
  channelNamedIn,
  checkLocalProposal,
  checkProposal,
  UnknownChannel,
} from './proposal-checks.js';
import { failureResponse, type ProposalResponseMessage } from './response.js';
import { processLocal, type SystemChaincode } from './system-chaincode.js';

export interface EndorserServiceParts {
  readonly endorser: Endorser;
  readonly system: ReadonlyMap<string, SystemChaincode>;
  readonly localMsp: LocalMsp;
  readonly channels: ReadonlyMap<string, Channel>;
  readonly now: () => number;
}

/** `protos.Endorser` of one peer. */
export function endorserService(parts: EndorserServiceParts): Service {
  const { endorser, channels, now } = parts;
  const local = { localMsp: parts.localMsp, checks: new SignatureChecks() };
  const process = async (signed: SignedProposalMessage): Promise<ProposalResponseMessage> => {
    if (channelNamedIn(signed, now()) === '')
      return processLocal(parts.system, checkLocalProposal(signed, local, now()));
    try {
      const proposal = checkProposal(signed, channels, now());
      return await proposal.channel.onSnapshot((state) => endorser.process(proposal, state));
    } catch (error) {
      if (error instanceof UnknownChannel) return failureResponse(error.message);
      throw error;
    }
  };
  const answer = async (request: Uint8Array): Promise<Uint8Array> =>
    encode(ProposalResponse, await process(readCall(SignedProposal, request)));
  return { name: 'protos.Endorser', methods: { ProcessProposal: unary(answer) } };
}
