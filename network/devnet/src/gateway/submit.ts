import { status } from '@grpc/grpc-js';
import type { ChannelBundle } from '@argosy/protocol/channel-config';
import { bftQuorum } from '@argosy/protocol/block-signature';
import { SubmitRequest, SubmitResponse } from '@argosy/protocol/messages/gateway';
import { decode, encode } from '@argosy/protocol/wire';
import type { Channel } from '../channel.js';
import { CallError, type CallDetail } from '../grpc/call-error.js';
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
  const { preparedTransaction, channelId } = decode(SubmitRequest, request);
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
  const answer = channel.ordering.broadcast(preparedTransaction);
  const outcomes = outcomesAt(ordererEndpoints, channel, answer);
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

/** Those that take part give the same answer here. */
function outcomesAt(
  endpoints: readonly Endpoint[],
  { ordering }: Channel,
  given: BroadcastAnswer,
): Outcome[] {
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
