import { ChannelHeader, Header } from '@argosy/protocol/messages/common';
import {
  ChaincodeInvocationSpec,
  ChaincodeProposalPayload,
  Proposal,
} from '@argosy/protocol/messages/proposal';
import type { SignedProposalMessage } from '@argosy/protocol/proposal';
import type { Decoded } from '@argosy/protocol/wire';
import { readPart } from '../grpc/read-call.js';

/** What a gateway reads of a proposal: unlike the endorser it goes by the names in the payload. */
export interface Routing {
  readonly channelId: string;
  readonly chaincodeName: string;
  readonly hasTransient: boolean;
  readonly chaincodeSpec: Decoded<typeof ChaincodeInvocationSpec>['chaincodeSpec'];
}

/** Throws an error with a peer's words for what cannot be read. */
export function readRouting(signed: SignedProposalMessage): Routing {
  const { header, payload } = readPart(Proposal, signed.proposalBytes);
  const { channelId } = readPart(ChannelHeader, readPart(Header, header).channelHeader);
  const { input, transientMap } = readPart(ChaincodeProposalPayload, payload);
  const { chaincodeSpec } = readPart(ChaincodeInvocationSpec, input);
  const chaincodeName = chaincodeSpec?.chaincodeId?.name ?? '';
  return { channelId, chaincodeName, hasTransient: transientMap.length > 0, chaincodeSpec };
}

/** Whether a request comes without a proposal. */
export const isMissing = (signed: SignedProposalMessage | undefined): signed is undefined =>
  signed === undefined || signed.proposalBytes.length === 0;

/** Refuses, with the gateway's words, a query that does not name its channel and its chaincode. */
export function requireNames({ channelId, chaincodeSpec }: Routing): void {
  if (channelId === '') throw new Error('no channel id provided');
  const missing = (what: string): Error =>
    new Error(`no chaincode ${what} is provided, channel id [${channelId}]`);
  if (chaincodeSpec === undefined) throw missing('spec');
  if (chaincodeSpec.chaincodeId === undefined) throw missing('id');
  if (chaincodeSpec.chaincodeId.name === '') throw missing('name');
}
