import { ChannelHeader, Header } from '@argosy/protocol/messages/common';
import {
  ChaincodeInvocationSpec,
  ChaincodeProposalPayload,
  Proposal,
} from '@argosy/protocol/messages/proposal';
import type { SignedProposalMessage } from '@argosy/protocol/proposal';
import { decode } from '@argosy/protocol/wire';

/** What a gateway reads of a proposal: unlike the endorser it goes by the names in the payload. */
export interface Routing {
  readonly channelId: string;
  readonly chaincodeName: string;
  readonly hasTransient: boolean;
}

/** Throws an error with the gateway's words for what is missing. */
export function readRouting(signed: SignedProposalMessage): Routing {
  const { header, payload } = decode(Proposal, signed.proposalBytes);
  const { channelId } = decode(ChannelHeader, decode(Header, header).channelHeader);
  const { input, transientMap } = decode(ChaincodeProposalPayload, payload);
  const { chaincodeSpec } = decode(ChaincodeInvocationSpec, input);
  if (channelId === '') throw new Error('no channel id provided');
  const missing = (what: string): Error =>
    new Error(`no chaincode ${what} is provided, channel id [${channelId}]`);
  if (chaincodeSpec === undefined) throw missing('spec');
  if (chaincodeSpec.chaincodeId === undefined) throw missing('id');
  const { name } = chaincodeSpec.chaincodeId;
  if (name === '') throw missing('name');
  return { channelId, chaincodeName: name, hasTransient: transientMap.length > 0 };
}
