import { afterEach, describe, expect, test } from '@jest/globals';
import { status } from '@grpc/grpc-js';
import { Envelope } from '@argosy/protocol/messages/common';
import { SubmitRequest } from '@argosy/protocol/messages/gateway';
import { decode, encode } from '@argosy/protocol/wire';
import { failureOf } from '../../test-support/failure.js';
import { message } from '../../test-support/orderer-calls.js';
import { OrderedNetwork, type OrderedOptions } from '../../test-support/ordered-network.js';

const QUORUM =
  'insufficient number of orderers could successfully process transaction to satisfy quorum requirement';

describe('a gateway submits', () => {
  let network: OrderedNetwork;
  afterEach(() => network.close());

  const start = async (options: OrderedOptions) => {
    network = await OrderedNetwork.start(options);
    const client = await network.client('BankA', 'client', { peer: 0 });
    const submit = (envelope: Uint8Array) => {
      const preparedTransaction = decode(Envelope, envelope);
      const request = encode(SubmitRequest, { channelId: 'trade', preparedTransaction });
      return client.call('/gateway.Gateway/Submit', request);
    };
    return { client, submit };
  };

  test('services 18, 19: what one orderer refuses is final, without details (Raft)', async () => {
    const { client, submit } = await start({
      batch: { absoluteMaxBytes: 2_000, preferredMaxBytes: 2_000 },
    });
    const peer = await network.enrol('BankA', 'peer');
    const forbidden = await failureOf(submit(message(peer)));
    expect(forbidden).toMatchObject({ code: status.ABORTED, details: [] });
    expect(forbidden.text).toMatch(
      /^received unsuccessful response from orderer: status=FORBIDDEN, info=implicit policy evaluation failed .*: permission denied$/,
    );
    const oversize = await failureOf(submit(message(client.signer, 2_000)));
    expect(oversize).toMatchObject({ code: status.ABORTED, details: [] });
    expect(oversize.text).toMatch(
      /^received unsuccessful response from orderer: status=BAD_REQUEST, info=message payload is \d+ bytes and exceeds maximum allowed 2000 bytes$/,
    );
    await submit(message(client.signer));
  }, 30_000);

  test('nothing while Raft has no leader', async () => {
    const { client, submit } = await start({ orderers: 3 });
    const [, ...others] = network.channel.ordering.nodes;
    for (const node of others) network.channel.ordering.leave(node);
    expect(await failureOf(submit(message(client.signer)))).toMatchObject({
      code: status.UNAVAILABLE,
      text: 'no orderers could successfully process transaction',
      details: [],
    });
  }, 30_000);

  test('to a quorum of BFT orderers; those that have not joined are named', async () => {
    const { client, submit } = await start({
      consensus: 'BFT',
      orderers: 4,
      blockProduction: { mode: 'manual' },
    });
    const one = message(client.signer);
    await submit(one);
    // They have it already, which is as good.
    await submit(one);
    const [, , first, second] = network.channel.ordering.nodes;
    network.channel.ordering.leave(second!);
    await submit(message(client.signer));
    network.channel.ordering.leave(first!);
    const failure = await failureOf(submit(message(client.signer)));
    expect([failure.code, failure.text]).toEqual([status.UNAVAILABLE, QUORUM]);
    expect(failure.details.map(({ mspId, message: text }) => [mspId, text])).toEqual(
      ['Orderer3', 'Orderer4'].map((mspId) => [
        mspId,
        'received unsuccessful response from orderer: status=BAD_REQUEST, info=channel does not exist',
      ]),
    );
  }, 30_000);
});
