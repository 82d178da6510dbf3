import { status } from '@grpc/grpc-js';
import type { ChannelBundle } from '@argosy/protocol/channel-config';
import { bftQuorum } from '@argosy/protocol/block-signature';
import { SubmitRequest, SubmitResponse } from '@argosy/protocol/messages/gateway';
import { encode } from '@argosy/protocol/wire';
import type { Channel } from '../channel.js';
import { CallError, type CallDetail } from '../grpc/call-error.js';
import { readCall } from '../grpc/read-call.js';
import { NotAdmitted, readHeaders, type EnvelopeMessage } from '../ordering/admission.js';
import type { BroadcastAnswer } from '../ordering/broadcast-status.js';
import { nodesBehind } from '../ordering/orderer-node.js';
import { ALREADY_THERE } from '../ordering/ordering.js';
import {
  failedPrecondition,
  invalidArgument,
  unknownChannelText,
  type GatewayContext,
} from './context.js';

/**
 * `gateway.Gateway/Submit`: hand the signed transaction to the ordering service. Success means that it was accepted,
 * not that it is valid and not even that it is in a block.
 */
export async function submit(
  request: Uint8Array,
  { channels }: GatewayContext,
): Promise<Uint8Array> {
  const { preparedTransaction, channelId } = readCall(SubmitRequest, request);
  if (preparedTransaction === undefined) {
    throw invalidArgument('a prepared transaction is required');
  }
  if (preparedTransaction.signature.length === 0) {
    throw invalidArgument('prepared transaction must be signed');
  }
  const channel = channels.get(channelId);
  if (channel === undefined) throw failedPrecondition(unknownChannelText(channelId));
  const { ordererEndpoints, consensusType } = channel.bundle;
  if (ordererEndpoints.length === 0)
    throw new CallError(status.UNAVAILABLE, 'no orderer nodes available');
  const outcomes = outcomesAt(ordererEndpoints, orderedBy(preparedTransaction, channels));
  if (consensusType === 'BFT') requireQuorum(outcomes);
  else requireAccepted(outcomes);
  return Promise.resolve(encode(SubmitResponse, {}));
}

type Endpoint = ChannelBundle['ordererEndpoints'][number];

/** What came of asking one orderer: its answer; none where it could not be reached. */
interface Outcome {
  readonly endpoint: Endpoint;
  readonly answer: BroadcastAnswer | undefined;
}

/** The answer of the orderers that take part in a channel. */
interface Ordered {
  readonly given: BroadcastAnswer;
  /** None where the envelope names a channel that does not exist, or none at all. */
  readonly ordering: Channel['ordering'] | undefined;
}

/** The gateway finds orderers by the request’s channel, and these go by the envelope’s own. */
function orderedBy(envelope: EnvelopeMessage, channels: GatewayContext['channels']): Ordered {
  try {
    const ordering = channels.get(readHeaders(envelope).channelId)?.ordering;
    return { given: ordering?.broadcast(envelope) ?? notJoined, ordering };
  } catch (error) {
    if (error instanceof NotAdmitted) return { given: error.answer, ordering: undefined };
    throw error;
  }
}

/** Those that take part give the same answer here. */
function outcomesAt(endpoints: readonly Endpoint[], { given, ordering }: Ordered): Outcome[] {
  if (ordering === undefined) return endpoints.map((endpoint) => ({ endpoint, answer: given }));
  const [joined, present] = [[...ordering.nodes], ordering.present];
  return endpoints.map((endpoint) => {
    const there = nodesBehind(endpoint, joined);
    if (there.length === 0) return { endpoint, answer: notJoined };
    const isReached = there.some((node) => present.includes(node));
    return { endpoint, answer: isReached ? given : undefined };
  });
}

const notJoined: BroadcastAnswer = { status: 'BAD_REQUEST', info: 'channel does not exist' };

const words = ({ status: name, info }: BroadcastAnswer): string =>
  `received unsuccessful response from orderer: status=${name}, info=${info}`;

const unreached = ({ address }: Endpoint): string =>
  'rpc error: code = Unavailable desc = connection error: desc = "transport: Error while dialing: ' +
  `dial tcp ${address.replace(/^localhost:/, '127.0.0.1:')}: connect: connection refused"`;

const detailOf = ({ endpoint, answer }: Outcome): CallDetail => ({
  ...endpoint,
  message: answer === undefined ? unreached(endpoint) : words(answer),
});

/** One orderer after the other is asked, until one takes the transaction. What is the client's fault is final. */
function requireAccepted(outcomes: readonly Outcome[]): void {
  const answers = outcomes.flatMap(({ answer }) => answer ?? []);
  const answer = answers.find((one) => one !== notJoined) ?? answers[0];
  if (answer?.status === 'SUCCESS') return;
  if (answer !== undefined && answer.status !== 'SERVICE_UNAVAILABLE')
    throw new CallError(status.ABORTED, words(answer));
  const details = outcomes.filter((one) => one.answer === undefined).map(detailOf);
  const text = 'no orderers could successfully process transaction';
  throw new CallError(status.UNAVAILABLE, text, details);
}

/** On a BFT channel every orderer is asked, and a quorum has to take the transaction, or have it already. */
function requireQuorum(outcomes: readonly Outcome[]): void {
  const failed = outcomes.filter(({ answer }) => answer === undefined || !isTaken(answer));
  if (outcomes.length - failed.length >= bftQuorum(outcomes.length)) return;
  throw new CallError(
    status.UNAVAILABLE,
    'insufficient number of orderers could successfully process transaction to satisfy quorum requirement',
    failed.map(detailOf),
  );
}

const isTaken = ({ status: name, info }: BroadcastAnswer): boolean =>
  name === 'SUCCESS' || info === ALREADY_THERE;
