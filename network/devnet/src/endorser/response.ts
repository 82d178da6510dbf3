import {
  ChaincodeAction,
  ChaincodeEvent,
  ProposalResponsePayload,
  type ProposalResponse,
  type Response,
} from '@argosy/protocol/messages/proposal';
import type { Signer } from '@argosy/protocol/signer';
import { encode, type Decoded } from '@argosy/protocol/wire';
import type { CheckedProposal } from './proposal-checks.js';

export type ResponseMessage = Decoded<typeof Response>;
export type ProposalResponseMessage = Decoded<typeof ProposalResponse>;

/** What a simulation came to. */
export interface Simulated {
  readonly response: ResponseMessage;
  readonly event: Decoded<typeof ChaincodeEvent> | undefined;
  /** The encoded read-write set; empty when the chaincode has no simulator. */
  readonly results: Uint8Array;
  readonly version: string;
  /** Whose policies the transaction has to meet; absent where nothing was simulated. */
  readonly interest: ProposalResponseMessage['interest'];
}

const NOTHING = new Uint8Array(0);

const blank: ProposalResponseMessage = {
  version: 0,
  timestamp: undefined,
  response: undefined,
  payload: NOTHING,
  endorsement: undefined,
  interest: undefined,
};

/** A failure before or in simulation: status 500 and a text, nothing signed. */
export const failureResponse = (message: string): ProposalResponseMessage => ({
  ...blank,
  response: { status: 500, message, payload: NOTHING },
});

/**
 * What the peer answers, by the chaincode's status: below 400 an endorsement; 400 to 499 the response alone; from 500
 * on the payload too, unsigned. Without an endorser, which is where there is no channel, nothing below 500 is endorsed.
 */
export function proposalResponse(
  proposal: Pick<CheckedProposal, 'opened'>,
  simulated: Simulated,
  endorser: Signer | undefined,
): ProposalResponseMessage {
  const { response, interest } = simulated;
  if (response.status < 500 && (response.status >= 400 || endorser === undefined))
    return { ...blank, response };
  const payload = responsePayload(proposal, simulated);
  if (response.status >= 500 || endorser === undefined)
    return { ...blank, response, payload, interest };
  const signature = endorser.sign(Buffer.concat([payload, endorser.creator]));
  const endorsement = { endorser: endorser.creator, signature };
  return { ...blank, version: 1, response, payload, endorsement, interest };
}

function responsePayload(
  { opened }: Pick<CheckedProposal, 'opened'>,
  simulated: Simulated,
): Buffer {
  const { response, results, version } = simulated;
  const extension = encode(ChaincodeAction, {
    results,
    events: eventBytes(opened.chaincodeName, opened.channelHeader.txId, simulated),
    response,
    chaincodeId: { name: opened.chaincodeName, version },
  });
  return encode(ProposalResponsePayload, { proposalHash: opened.proposalHash, extension });
}

/** Whatever the chaincode wrote into its event, its name and the transaction are the peer's to say. */
function eventBytes(chaincodeId: string, txId: string, { response, event }: Simulated): Uint8Array {
  if (event === undefined || response.status >= 400) return NOTHING;
  return encode(ChaincodeEvent, { ...event, chaincodeId, txId });
}
