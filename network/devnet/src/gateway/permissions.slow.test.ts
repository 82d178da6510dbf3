import { status } from '@grpc/grpc-js';
import { afterEach, describe, expect, test } from '@jest/globals';
import {
  ChaincodeEventsRequest,
  CommitStatusRequest,
  SignedRequest,
} from '@argosy/protocol/messages/gateway';
import { encode } from '@argosy/protocol/wire';
import { failureOf } from '../../test-support/failure.js';
import { OrderedNetwork } from '../../test-support/ordered-network.js';
import type { TestClient } from '../../test-support/test-client.js';

const ADMINS = '/Channel/Application/Admins';

const signed = ({ signer }: TestClient, request: Uint8Array): Buffer =>
  encode(SignedRequest, { request, signature: signer.sign(request) });

describe('a channel says who may ask its gateways', () => {
  let network: OrderedNetwork;
  afterEach(() => network.close());

  const start = async (resource: string): Promise<TestClient> => {
    network = await OrderedNetwork.start({ acls: { [resource]: ADMINS } });
    return network.client('BankA', 'client', { peer: 0 });
  };
  const statusOf = (client: TestClient): Promise<unknown> => {
    const { creator: identity } = client.signer;
    const about = { channelId: 'trade', transactionId: 'ab', identity };
    const request = signed(client, encode(CommitStatusRequest, about));
    return client.call('/gateway.Gateway/CommitStatus', request, 300);
  };
  const eventsFor = (client: TestClient): Promise<unknown> => {
    const { creator: identity } = client.signer;
    const about = { channelId: 'trade', chaincodeId: 'kv', identity };
    const request = signed(client, encode(ChaincodeEventsRequest, about));
    return new Promise((_, reject) => {
      const stream = client.stream('/gateway.Gateway/ChaincodeEvents', request);
      stream.on('data', () => undefined).on('error', reject);
      setTimeout(() => {
        stream.cancel();
      }, 300);
    });
  };
  const expectRefused = async (call: Promise<unknown>) => {
    const { code, text } = await failureOf(call);
    expect(code).toBe(status.PERMISSION_DENIED);
    const why = 'failed evaluating policy on signed data during check policy';
    expect(text).toContain(`${why} [${ADMINS}]: [`);
  };

  test('for the status of a transaction, and for that alone', async () => {
    const client = await start('gateway/CommitStatus');
    await expectRefused(statusOf(client));
    expect((await failureOf(eventsFor(client))).code).toBe(status.CANCELLED);
  }, 30_000);

  test('for events, and for those alone', async () => {
    const client = await start('gateway/ChaincodeEvents');
    await expectRefused(eventsFor(client));
    expect((await failureOf(statusOf(client))).code).toBe(status.DEADLINE_EXCEEDED);
  }, 30_000);
});
