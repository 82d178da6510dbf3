import { setImmediate as immediate } from 'node:timers/promises';
import type { SeekPosition } from '@argosy/protocol/messages/deliver';
import {
  ChaincodeEventsRequest,
  ChaincodeEventsResponse,
  SignedRequest,
} from '@argosy/protocol/messages/gateway';
import { readRequest } from '../grpc/read-request.js';
import type { ChaincodeEvent } from '@argosy/protocol/messages/proposal';
import { validationCode } from '@argosy/protocol/validation-code';
import { encode, type Decoded } from '@argosy/protocol/wire';
import type { CommittedBlock } from '@argosy/ledger/committed-block';
import type { Channel } from '../channel.js';
import type { Outgoing } from '../grpc/outgoing.js';
import { invalidArgument, type GatewayContext } from './context.js';
import { permittedChannel, requestIn } from './signed-request.js';

/** After so many stored blocks others have their turn: a replay without events would otherwise never wait for anything. */
const BLOCKS_AT_ONCE = 32n;

type EventMessage = Decoded<typeof ChaincodeEvent>;

/** `gateway.Gateway/ChaincodeEvents`: the events of a chaincode's valid transactions, one message per block that has any. */
export async function chaincodeEvents(
  bytes: Uint8Array,
  context: GatewayContext,
  out: Outgoing,
): Promise<void> {
  const signed = readRequest(SignedRequest, bytes);
  if (signed.request.length === 0) throw invalidArgument('a chaincode events request is required');
  const request = requestIn(ChaincodeEventsRequest, signed, 'chaincode events');
  const { channelId, identity } = request;
  const asked = { resource: 'gateway/ChaincodeEvents', channelId, identity } as const;
  const channel = permittedChannel(context, asked, signed);
  const checkpoint = new Checkpoint(request.afterTransactionId);
  const start = firstBlock(channel, request.startPosition, request.afterTransactionId);
  for (let number = start; ; number++) {
    await channel.waiters.block(number, out.gone, context.home.name);
    if (number % BLOCKS_AT_ONCE === 0n) await immediate();
    const events = checkpoint
      .pass(validEvents(channel.ledger.summary(number)))
      .filter(({ chaincodeId }) => chaincodeId === request.chaincodeId);
    if (events.length > 0) {
      await out.send(encode(ChaincodeEventsResponse, { events, blockNumber: number }));
    }
  }
}

/**
 * Holds events back up to and including that of a given transaction. If that one emitted no event, nothing ever
 * passes: a peer behaves so, and a client that relies on it can be tested here.
 */
class Checkpoint {
  constructor(private txId: string) {}

  pass(events: readonly EventMessage[]): readonly EventMessage[] {
    if (this.txId === '') return events;
    const index = events.findIndex(({ txId }) => txId === this.txId);
    if (index < 0) return [];
    this.txId = '';
    return events.slice(index + 1);
  }
}

function validEvents({ transactions }: CommittedBlock): EventMessage[] {
  return transactions.flatMap(({ code, event }) =>
    code === validationCode.VALID && event !== undefined && isNamed(event) ? [event] : [],
  );
}

const isNamed = ({ chaincodeId, eventName, txId }: EventMessage): boolean =>
  chaincodeId !== '' && eventName !== '' && txId !== '';

function firstBlock(
  { ledger }: Channel,
  position: Decoded<typeof SeekPosition> | undefined,
  afterTransactionId: string,
): bigint {
  const place = afterTransactionId === '' ? undefined : ledger.transaction(afterTransactionId);
  if (place !== undefined) return place.blockNumber;
  if (position?.specified !== undefined) return position.specified.number;
  const refused = (type: string): Error =>
    invalidArgument(`invalid start position type: *orderer.SeekPosition_${type}`);
  if (position?.oldest !== undefined) throw refused('Oldest');
  if (position?.newest !== undefined) throw refused('Newest');
  return ledger.height;
}
