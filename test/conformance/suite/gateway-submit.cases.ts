import { randomBytes } from 'node:crypto';
import { status } from '@grpc/grpc-js';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { CommitStatusRequest } from '@argosy/protocol/messages/gateway';
import { encode } from '@argosy/protocol/wire';
import { decode } from '@argosy/protocol/wire';
import { Envelope } from '@argosy/protocol/messages/common';
import { failureOf } from '../../../network/devnet/test-support/failure.js';
import { envelope } from '../../../network/devnet/test-support/orderer-calls.js';
import type { TestClient } from '../../../network/devnet/test-support/test-client.js';
import { blockOf } from './support/blocks.js';
import {
  commitStatus,
  endorseRaw,
  proposeSteps,
  signedBy,
  signedRequest,
  submitRaw,
} from './support/calls.js';
import { makeChannel } from './support/channels.js';
import { fresh } from './support/names.js';
import { ALPHA, BETA, DELTA, OMEGA, SuiteNetwork } from './support/network.js';
import { commit, contractOf, optionsOf, RUN, type Step } from './support/steps.js';
import { channelOfBlocks, endorsed } from './support/one-block.js';
import { eventually } from './support/waiting.js';

const QUORUM =
  'insufficient number of orderers could successfully process transaction to satisfy quorum requirement';
const FORBIDDEN =
  'received unsuccessful response from orderer: status=FORBIDDEN, info=implicit policy evaluation ' +
  "failed - 0 sub-policies were satisfied, but this policy requires 1 of the 'Writers' " +
  'sub-policies to be satisfied: permission denied';

describe('submit and commit status', () => {
  let network: SuiteNetwork;
  let client: TestClient;

  beforeAll(() => {
    network = new SuiteNetwork();
    client = network.client(ALPHA);
  });
  afterAll(() => {
    network.close();
  });

  const prepare = async (
    steps: readonly Step[] = [{ do: 'put', key: fresh('key'), value: 'v' }],
  ) => {
    const { signed, transactionId } = proposeSteps(client.signer, steps);
    const { payload } = await endorseRaw(client, signed);
    return { transactionId, payload };
  };
  const rubbish = (signer: TestClient['signer'], channelId: string, size = 10) =>
    decode(Envelope, envelope(signer, randomBytes(size), { channelId }));

  test.each([299, 399])('services 2: a transaction with status %i commits', async (code) => {
    const steps: Step[] = [
      { do: 'put', key: fresh('key'), value: 'v' },
      { do: 'answer', count: code, value: 'm', payload: '[]' },
    ];
    expect((await commit(client, steps)).code).toBe(0);
  });

  test('services 6: submit to an unknown channel', async () => {
    const { payload } = await prepare();
    const failure = await failureOf(submitRaw(client, signedBy(client, payload), 'nowhere'));
    expect(failure.code).toBe(status.FAILED_PRECONDITION);
    expect(failure.text).toBe(
      'failed to get config for channel [nowhere]: could not get last config for channel nowhere',
    );
  });

  test('services 6: submit an envelope that names a channel that is not there', async () => {
    const failure = await failureOf(submitRaw(client, rubbish(client.signer, 'nowhere'), 'main'));
    expect([failure.code, failure.text]).toEqual([status.UNAVAILABLE, QUORUM]);
    expect(failure.details.length).toBeGreaterThan(1);
    for (const { message } of failure.details)
      expect(message).toBe(
        'received unsuccessful response from orderer: status=BAD_REQUEST, info=channel does not exist',
      );
  });

  test('services 6: commit status on an unknown channel', async () => {
    const denied = await failureOf(commitStatus(client, 'ab', { channel: 'nowhere' }));
    expect(denied.code).toBe(status.PERMISSION_DENIED);
    expect(denied.text).toBe('Failed to get policy manager for channel [nowhere]');
  });

  test('services 17: submit-unsigned', async () => {
    const { payload } = await prepare();
    const unsigned = await failureOf(submitRaw(client, { payload, signature: new Uint8Array(0) }));
    expect(unsigned.code).toBe(status.INVALID_ARGUMENT);
    expect(unsigned.text).toBe('prepared transaction must be signed');
    const nothing = await failureOf(submitRaw(client, undefined));
    expect(nothing.text).toBe('a prepared transaction is required');
  });

  test('services 17: the same envelope twice (BFT: the orderers know it)', async () => {
    const { payload, transactionId } = await prepare();
    const one = signedBy(client, payload);
    await submitRaw(client, one);
    const first = await commitStatus(client, transactionId);
    const failure = await failureOf(submitRaw(client, one));
    expect([failure.code, failure.text]).toEqual([status.UNAVAILABLE, QUORUM]);
    expect(failure.details[0]?.message).toBe(
      'received unsuccessful response from orderer: status=SERVICE_UNAVAILABLE, info=failed to submit request: request already processed',
    );
    expect(await commitStatus(client, transactionId)).toEqual(first);
    expect(first.result).toBe(0);
  });

  test('services 17: the same envelope twice (Raft: the peers know it)', async () => {
    const { name: channel } = await channelOfBlocks(network, 1);
    // The peers of a new channel take some time to know each other.
    const { transactionId, envelope: bytes } = await eventually(() =>
      endorsed(client, [{ do: 'put', key: 'k', value: 'v' }], { channel }),
    );
    const one = decode(Envelope, bytes);
    await eventually(() => submitRaw(client, one, channel));
    const first = await commitStatus(client, transactionId, { channel });
    await submitRaw(client, one, channel);
    const next = await eventually(() => blockOf(client, first.blockNumber + 1n, channel));
    expect(next.transactions).toEqual([{ txId: transactionId, type: 3, code: 9 }]);
    expect(await commitStatus(client, transactionId, { channel })).toEqual(first);
    expect(first.result).toBe(0);
  });

  test('services 18: submit-by-non-writer (BFT)', async () => {
    const omega = network.client(OMEGA);
    const failure = await failureOf(submitRaw(omega, rubbish(omega.signer, 'main')));
    expect([failure.code, failure.text]).toEqual([status.UNAVAILABLE, QUORUM]);
    expect(failure.details.length).toBeGreaterThan(1);
    for (const { message } of failure.details) expect(message).toBe(FORBIDDEN);
  });

  test('services 18, 19: what one orderer refuses is final, without details (Raft)', async () => {
    const { name } = await makeChannel(network, {
      batch: { absoluteMaxBytes: 2_000, preferredMaxBytes: 2_000, timeout: '200ms' },
    });
    const omega = network.client(OMEGA);
    const own = rubbish(client.signer, name);
    await eventually(() => submitRaw(client, own, name));
    const forbidden = await failureOf(submitRaw(omega, rubbish(omega.signer, name), name));
    expect(forbidden).toEqual({ code: status.ABORTED, text: FORBIDDEN, details: [] });
    const oversize = await failureOf(submitRaw(client, rubbish(client.signer, name, 2_000), name));
    expect(oversize).toMatchObject({ code: status.ABORTED, details: [] });
    expect(oversize.text).toMatch(
      /^received unsuccessful response from orderer: status=BAD_REQUEST, info=message payload is \d+ bytes and exceeds maximum allowed 2000 bytes$/,
    );
  });

  test('services 20: commit status of an unknown transaction, and by somebody else', async () => {
    const { code, blockNumber, transactionId } = await commit(client, [
      { do: 'put', key: fresh('key'), value: 'v' },
    ]);
    const theirs = await commitStatus(network.client(DELTA), transactionId);
    expect([theirs.result, theirs.blockNumber]).toEqual([code, blockNumber]);
    const unknown = await failureOf(commitStatus(client, 'ab'.repeat(32), { withinMs: 2_000 }));
    // Whose clock is first, the client’s or the peer’s, is chance.
    expect([status.DEADLINE_EXCEEDED, status.CANCELLED]).toContain(unknown.code);
  });

  test('services 20: commit status by somebody who may not read', async () => {
    const denied = await failureOf(commitStatus(network.client(OMEGA), 'ab'.repeat(32)));
    expect(denied.code).toBe(status.PERMISSION_DENIED);
    expect(denied.text).toBe(
      'Failed evaluating policy on signed data during check policy on channel [main] with policy ' +
        '[/Channel/Application/Readers]: [implicit policy evaluation failed - 0 sub-policies were satisfied, ' +
        "but this policy requires 1 of the 'Readers' sub-policies to be satisfied]",
    );
  });

  test('services 20: what a request for a commit status must have', async () => {
    const { creator: identity } = client.signer;
    const refusal = async (fields: object) => {
      const request = encode(CommitStatusRequest, fields);
      const call = client.call('/gateway.Gateway/CommitStatus', signedRequest(client, request));
      const { code, text } = await failureOf(call);
      expect(code).toBe(status.INVALID_ARGUMENT);
      return text;
    };
    const about = { channelId: 'main', transactionId: 'ab', identity };
    expect(await refusal({})).toBe('a commit status request is required');
    expect(await refusal({ ...about, identity: undefined })).toBe('no identity provided');
    expect(await refusal({ ...about, channelId: '' })).toBe('no channel ID provided');
    expect(await refusal({ ...about, transactionId: '' })).toBe(
      'transaction ID should not be empty',
    );
  });

  test('services 21: commit status before and after commit, and a read conflict', async () => {
    const steps: Step[] = [{ do: 'increment', key: fresh('counter') }];
    const proposals = [0, 1].map(() => contractOf(client).newProposal(RUN, optionsOf(steps)));
    const [first, second] = [await proposals[0]!.endorse(), await proposals[1]!.endorse()];
    const committed = await first.submit();
    const early = await committed.getStatus();
    expect(await committed.getStatus()).toEqual(early);
    expect(await commitStatus(network.client(BETA), committed.getTransactionId())).toMatchObject({
      result: early.code,
      blockNumber: early.blockNumber,
    });
    expect((await (await second.submit()).getStatus()).code).toBe(11);
  });
});
