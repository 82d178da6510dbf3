import { status } from '@grpc/grpc-js';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import type { Envelope } from '@argosy/protocol/messages/common';
import {
  CommitStatusRequest,
  CommitStatusResponse,
  EndorseResponse,
  SignedRequest,
  SubmitRequest,
} from '@argosy/protocol/messages/gateway';
import { decode, encode, type Decoded } from '@argosy/protocol/wire';
import { failureOf } from '../../test-support/failure.js';
import { ENDORSE, endorseRequest, propose } from '../../test-support/proposals.js';
import type { TestClient } from '../../test-support/test-client.js';
import { until } from '../../test-support/until.js';
import { TestNetwork } from '../../test-support/test-network.js';

const SUBMIT = '/gateway.Gateway/Submit';
const QUORUM =
  'insufficient number of orderers could successfully process transaction to satisfy quorum requirement';

describe('submit and commit status', () => {
  let network: TestNetwork;
  let client: TestClient;

  beforeAll(async () => {
    network = await TestNetwork.start();
    client = await network.client('BankA');
  }, 30_000);
  afterAll(() => network.close());

  const submitRaw = (
    preparedTransaction: Decoded<typeof Envelope> | undefined,
    channelId = 'trade',
  ) => client.call(SUBMIT, encode(SubmitRequest, { channelId, preparedTransaction }));
  const prepare = async (...args: string[]) => {
    const { signed, transactionId } = propose(client.signer, { args });
    const answer = await client.call(ENDORSE, endorseRequest(signed));
    const { payload } = decode(EndorseResponse, answer).preparedTransaction!;
    return { transactionId, payload };
  };
  const signedBy = (payload: Uint8Array, { signer }: TestClient) => ({
    payload,
    signature: signer.sign(payload),
  });
  const statusFor = async (asking: TestClient, transactionId: string, withinMs = 5_000) => {
    const { creator } = asking.signer;
    const request = encode(CommitStatusRequest, {
      channelId: 'trade',
      transactionId,
      identity: creator,
    });
    const signed = encode(SignedRequest, { request, signature: asking.signer.sign(request) });
    const answer = await asking.call('/gateway.Gateway/CommitStatus', signed, withinMs);
    return decode(CommitStatusResponse, answer);
  };
  const statusOf = async (transactionId: string) =>
    network.channel.waiters.transaction(transactionId, AbortSignal.timeout(5_000));

  test.each([299, 399])('services 2: a transaction with status %i commits', async (code) => {
    const submitted = await client.contract().submitAsync('respond', {
      arguments: [String(code), 'm', `key${code}`],
    });
    expect((await submitted.getStatus()).code).toBe(0);
  });

  test('services 6: submit to an unknown channel', async () => {
    const { payload } = await prepare('put', 'k', 'v');
    const failure = await failureOf(submitRaw(signedBy(payload, client), 'other'));
    expect(failure.code).toBe(status.FAILED_PRECONDITION);
    expect(failure.text).toContain('failed to get config for channel [other]');
  });

  test('services 17: submit-unsigned', async () => {
    const { payload } = await prepare('put', 'k', 'v');
    const unsigned = await failureOf(submitRaw({ payload, signature: new Uint8Array(0) }));
    expect(unsigned.code).toBe(status.INVALID_ARGUMENT);
    expect(unsigned.text).toBe('prepared transaction must be signed');
    const nothing = await failureOf(submitRaw(undefined));
    expect(nothing.text).toBe('a prepared transaction is required');
  });

  test('services 17: the same envelope twice (BFT: the orderers know it)', async () => {
    const { payload, transactionId } = await prepare('put', 'twice', 'v');
    const envelope = signedBy(payload, client);
    await submitRaw(envelope);
    const first = await statusOf(transactionId);
    const failure = await failureOf(submitRaw(envelope));
    expect([failure.code, failure.text]).toEqual([status.UNAVAILABLE, QUORUM]);
    expect(failure.details[0]?.message).toBe(
      'received unsuccessful response from orderer: status=SERVICE_UNAVAILABLE, info=failed to submit request: request already processed',
    );
    expect(await statusOf(transactionId)).toEqual(first);
    expect(first.code).toBe(0);
  });

  test('services 18: submit-by-non-writer', async () => {
    const peer = await network.client('BankA', 'peer');
    const { payload } = await prepare('put', 'k', 'v');
    const failure = await failureOf(submitRaw(signedBy(payload, peer)));
    expect(failure.code).toBe(status.UNAVAILABLE);
    expect(failure.text).toBe(QUORUM);
    expect(failure.details.map(({ mspId }) => mspId)).toEqual([
      'OrdererA',
      'OrdererB',
      'OrdererC',
      'OrdererD',
    ]);
    expect(failure.details[0]?.message).toBe(
      'received unsuccessful response from orderer: status=FORBIDDEN, info=implicit policy evaluation ' +
        "failed - 0 sub-policies were satisfied, but this policy requires 1 of the 'Writers' " +
        'sub-policies to be satisfied: permission denied',
    );
  });

  test('services 19: submit-oversize', async () => {
    const payload = Buffer.concat([
      (await prepare('put', 'k', 'v')).payload,
      // Field 15, unknown, of 11 MB: the orderer looks at sizes before contents.
      Buffer.from([0x7a, 0x80, 0xd8, 0x9f, 0x05]),
      Buffer.alloc(11_004_928),
    ]);
    const failure = await failureOf(submitRaw(signedBy(payload, client)));
    expect(failure.code).toBe(status.UNAVAILABLE);
    expect(failure.details[0]?.message).toMatch(
      /status=BAD_REQUEST, info=message payload is \d+ bytes and exceeds maximum allowed 10485760 bytes$/,
    );
  });

  test('services 20: commit status of an unknown transaction, and by somebody else', async () => {
    const submitted = await client.contract().submitAsync('put', { arguments: ['seen', 'v'] });
    const mine = await submitted.getStatus();
    const trader = await network.client('Trader', 'client', 1);
    const theirs = await statusFor(trader, submitted.getTransactionId());
    expect([theirs.result, theirs.blockNumber]).toEqual([mine.code, mine.blockNumber]);
    const before = network.channel.waiters.count;
    const unknown = await failureOf(statusFor(client, 'ab'.repeat(32), 300));
    expect(unknown.code).toBe(status.DEADLINE_EXCEEDED);
    await until(() => network.channel.waiters.count === before);
  });

  test('services 6: commit status on an unknown channel', async () => {
    const request = encode(CommitStatusRequest, {
      channelId: 'other',
      transactionId: 'ab',
      identity: client.signer.creator,
    });
    const signed = encode(SignedRequest, { request, signature: client.signer.sign(request) });
    const denied = await failureOf(client.call('/gateway.Gateway/CommitStatus', signed));
    expect(denied.code).toBe(status.PERMISSION_DENIED);
    expect(denied.text).toBe('Failed to get policy manager for channel [other]');
  });

  test('services 21: commit status before and after commit, and a read conflict', async () => {
    const one = client.contract().newProposal('increment', { arguments: ['counter'] });
    const two = client.contract().newProposal('increment', { arguments: ['counter'] });
    const [first, second] = [await one.endorse(), await two.endorse()];
    const firstCommit = await first.submit();
    const early = await firstCommit.getStatus();
    const late = await firstCommit.getStatus();
    expect(late).toEqual(early);
    expect((await (await second.submit()).getStatus()).code).toBe(11);
  });
});
