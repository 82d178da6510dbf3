import { status } from '@grpc/grpc-js';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { EvaluateResponse } from '@argosy/protocol/messages/gateway';
import { decode } from '@argosy/protocol/wire';
import { failureOf } from '../../test-support/failure.js';
import { badlySigned, EVALUATE, evaluateRequest, propose } from '../../test-support/proposals.js';
import type { TestClient } from '../../test-support/test-client.js';
import { TestNetwork } from '../../test-support/test-network.js';

describe('evaluate', () => {
  let network: TestNetwork;
  let client: TestClient;

  beforeAll(async () => {
    network = await TestNetwork.start();
    client = await network.client('BankA');
  }, 30_000);
  afterAll(() => network.close());

  const evaluateRaw = (request: Uint8Array) => client.call(EVALUATE, request);
  const responseTo = async (...args: string[]) => {
    const { signed } = propose(client.signer, { args });
    return decode(EvaluateResponse, await evaluateRaw(evaluateRequest(signed))).result;
  };

  test('services 1: evaluate-ok', async () => {
    const answer = await client.contract().evaluateTransaction('organisation');
    expect(Buffer.from(answer).toString()).toBe('BankA');
    expect((await responseTo('organisation'))?.status).toBe(200);
  });

  test.each([299, 399])('services 2: evaluate-status-%i succeeds', async (code) => {
    const result = await responseTo('respond', String(code), 'kept');
    expect(result).toMatchObject({ status: code, message: 'kept' });
    expect(Buffer.from(result!.payload).toString()).toBe(`payload ${code}`);
  });

  test.each([400, 500])('services 3: evaluate-status-%i', async (code) => {
    const call = client.contract().evaluateTransaction('respond', String(code), 'm');
    const failure = await failureOf(call);
    expect(failure.code).toBe(status.UNKNOWN);
    expect(failure.text).toBe(
      `evaluate call to endorser returned error: chaincode response ${code}, m`,
    );
    expect(failure.details).toEqual([
      {
        address: network.config.peers[0]!.endpoint,
        mspId: 'BankA',
        message: `chaincode response ${code}, m`,
      },
    ]);
  });

  test('services 4: evaluate-status-100', async () => {
    const failure = await failureOf(client.contract().evaluateTransaction('respond', '100', 'm'));
    expect(failure.code).toBe(status.UNKNOWN);
    expect(failure.text).toContain('chaincode response 100, m');
  });

  test('services 5: evaluate-unknown-chaincode', async () => {
    const failure = await failureOf(client.contract('nothing').evaluateTransaction('get', 'key'));
    expect(failure.code).toBe(status.FAILED_PRECONDITION);
    expect(failure.text).toBe('no peers available to evaluate chaincode nothing in channel trade');
  });

  test('services 6: evaluate-unknown-channel', async () => {
    const failure = await failureOf(client.contract('kv', 'other').evaluateTransaction('get', 'k'));
    expect(failure.code).toBe(status.UNAVAILABLE);
    expect(failure.text).toBe(
      'failed to get config for channel [other]: could not get last config for channel other',
    );
  });

  test('services 7: evaluate-stale-timestamp', async () => {
    const { signed } = propose(client.signer, { minutesAgo: 20 });
    const failure = await failureOf(evaluateRaw(evaluateRequest(signed)));
    expect(failure.code).toBe(status.UNAVAILABLE);
    expect(failure.details[0]?.message).toMatch(
      /^request unauthorized due to incorrect timestamp .*Z, peer time .*Z, peer.authentication.timewindow 15m0s$/,
    );
    expect(failure.details[1]?.message).toMatch(/^rpc error: code = Unknown desc = request unauth/);
  });

  test('services 8: evaluate-bad-signature', async () => {
    const { signed } = propose(client.signer);
    const bad = badlySigned(signed, client.signer);
    const denied = 'error validating proposal: access denied: channel [trade] creator org [BankA]';
    const local = await failureOf(evaluateRaw(evaluateRequest(bad)));
    expect(local.code).toBe(status.FAILED_PRECONDITION);
    expect(local.text).toBe(`evaluate call to endorser returned error: ${denied}`);
    const remote = await failureOf(evaluateRaw(evaluateRequest(bad, ['BankB'])));
    expect(remote.code).toBe(status.UNAVAILABLE);
    expect(remote.details).toHaveLength(1);
    expect(remote.details[0]?.message).toBe(`rpc error: code = Unknown desc = ${denied}`);
  });

  test('asks the organisation that the client names', async () => {
    const { signed } = propose(client.signer);
    const answer = await evaluateRaw(evaluateRequest(signed, ['BankB']));
    expect(Buffer.from(decode(EvaluateResponse, answer).result!.payload).toString()).toBe('BankB');
  });

  test('refuses a request without a proposal', async () => {
    const failure = await failureOf(evaluateRaw(Buffer.alloc(0)));
    expect(failure.code).toBe(status.INVALID_ARGUMENT);
    expect(failure.text).toBe(
      'failed to unpack transaction proposal: a signed proposal is required',
    );
  });

  test('refuses an expired certificate before anything else', async () => {
    const expired = await network.client('BankA', 'client', 0, -0.5);
    const failure = await failureOf(expired.contract().evaluateTransaction('organisation'));
    expect(failure.code).toBe(status.UNAVAILABLE);
    expect(failure.details[0]?.message).toBe('proposal client identity expired');
  });
});
