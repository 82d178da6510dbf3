import type { ChaincodeInput } from '@argosy/protocol/messages/proposal';
import type { Decoded } from '@argosy/protocol/wire';
import type { Simulator } from '@argosy/ledger/simulator';
import type { Frame } from './invoker.js';
import type { CheckedProposal, LocalProposal } from './proposal-checks.js';
import { failureResponse, proposalResponse } from './response.js';
import type { ProposalResponseMessage, ResponseMessage } from './response.js';

export interface SystemCall {
  /** If another chaincode calls, with its channel and its input in place of the proposal's. */
  readonly proposal: CheckedProposal | LocalProposal;
  /** Absent where there is no channel. */
  readonly simulator: Simulator | undefined;
}

/** A chaincode that is part of the peer. It judges by itself who may call it. */
export interface SystemChaincode {
  readonly name: string;
  invoke(call: SystemCall): ResponseMessage | Promise<ResponseMessage>;
}

const NOTHING = new Uint8Array(0);

/** The version under which system chaincodes endorse. */
export const SYSTEM_VERSION = 'syscc';

/** Process a proposal for no channel: only what is part of the peer can answer, and nothing is endorsed. */
export async function processLocal(
  system: ReadonlyMap<string, SystemChaincode>,
  proposal: LocalProposal,
): Promise<ProposalResponseMessage> {
  const name = proposal.opened.chaincodeName;
  const chaincode = system.get(name);
  if (chaincode === undefined) {
    return failureResponse(
      `make sure the chaincode ${name} has been successfully defined on channel  and try again: ` +
        "could not get channel config for channel ''",
    );
  }
  const response = await chaincode.invoke({ proposal, simulator: undefined });
  const outcome = { response, event: undefined, results: NOTHING, interest: undefined };
  return proposalResponse(proposal, { ...outcome, version: SYSTEM_VERSION }, undefined);
}

export const success = (payload: Uint8Array): ResponseMessage => ({
  status: 200,
  message: '',
  payload,
});

export const failure = (status: 404 | 500, message: string): ResponseMessage => ({
  status,
  message,
  payload: NOTHING,
});

/** What those that only look at what is committed say to other chaincodes. */
const refusals: ReadonlyMap<string, string> = new Map([
  [
    'qscc',
    'Rejecting invoke of QSCC from another chaincode because of potential for deadlocks, original invocation for',
  ],
  ['cscc', 'Rejecting invoke of CSCC from another chaincode, original invocation for'],
]);

/** An application's chaincode calls a system chaincode. */
export function callSystemChaincode(
  system: SystemChaincode,
  { proposal, channel, simulation: { simulator } }: Frame,
  input: Decoded<typeof ChaincodeInput>,
): ResponseMessage | Promise<ResponseMessage> {
  const { opened } = proposal;
  const rejecting = refusals.get(system.name);
  if (rejecting !== undefined) return refusal(rejecting, opened.specName, input);
  return system.invoke({
    proposal: { ...proposal, channel, opened: { ...opened, input } },
    simulator,
  });
}

const withoutChannel = new Set(['GetChannels', 'JoinBySnapshotStatus']);

/** Both ask for a function and its channel before they ask who calls. */
function refusal(
  rejecting: string,
  original: string,
  { args }: Decoded<typeof ChaincodeInput>,
): ResponseMessage {
  const [name = ''] = args.map((arg) => Buffer.from(arg).toString());
  return args.length < (withoutChannel.has(name) ? 1 : 2)
    ? failure(500, `Incorrect number of arguments, ${args.length}`)
    : failure(500, `${rejecting} '${original}'`);
}
