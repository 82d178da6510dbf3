import { status } from '@grpc/grpc-js';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { EvaluateResponse } from '@argosy/protocol/messages/gateway';
import { decode } from '@argosy/protocol/wire';
import { failureOf } from '../../../network/devnet/test-support/failure.js';
import { badlySigned } from '../../../network/devnet/test-support/proposals.js';
import type { TestClient } from '../../../network/devnet/test-support/test-client.js';
import { evaluateRaw, propose, proposeSteps } from './support/calls.js';
import { ALPHA, BETA, SuiteNetwork } from './support/network.js';
import { ask, type Step } from './support/steps.js';

const answer = (code: number, value = 'm'): Step[] => [
  { do: 'answer', count: code, value, payload: `payload ${code}` },
];

describe('evaluate', () => {
  let network: SuiteNetwork;
  let client: TestClient;

  beforeAll(() => {
    network = new SuiteNetwork();
    client = network.client(ALPHA);
  });
  afterAll(() => {
    network.close();
  });

  const resultOf = async (steps: Step[]) => {
    const { signed } = proposeSteps(client.signer, steps);
    return decode(EvaluateResponse, await evaluateRaw(client, signed)).result!;
  };

  test('services 1: evaluate-ok', async () => {
    expect(await ask(client, [{ do: 'creator' }])).toEqual([ALPHA]);
    const result = await resultOf([{ do: 'creator' }]);
    expect(result.status).toBe(200);
    expect(Buffer.from(result.payload).toString()).toBe(JSON.stringify([ALPHA]));
  });

  test.each([299, 399])('services 2: evaluate-status-%i succeeds', async (code) => {
    const result = await resultOf(answer(code, 'kept'));
    expect(result).toMatchObject({ status: code, message: 'kept' });
    expect(Buffer.from(result.payload).toString()).toBe(`payload ${code}`);
  });

  test.each([400, 500])('services 3: evaluate-status-%i', async (code) => {
    const failure = await failureOf(ask(client, answer(code)));
    const message = `chaincode response ${code}, m`;
    expect(failure.code).toBe(status.UNKNOWN);
    expect(failure.text).toBe(`evaluate call to endorser returned error: ${message}`);
    expect(failure.details).toEqual([
      { address: network.peer(ALPHA).endpoint, mspId: ALPHA, message },
    ]);
  });

  test('services 4: evaluate-status-100', async () => {
    const failure = await failureOf(ask(client, answer(100)));
    expect(failure.code).toBe(status.UNKNOWN);
    expect(failure.text).toContain('chaincode response 100, m');
  });

  test('services 5: evaluate of an unknown chaincode', async () => {
    const failure = await failureOf(ask(client, [], { chaincode: 'nothing' }));
    expect(failure.code).toBe(status.FAILED_PRECONDITION);
    expect(failure.text).toBe('no peers available to evaluate chaincode nothing in channel main');
  });

  test('services 6: evaluate on an unknown channel', async () => {
    const failure = await failureOf(ask(client, [], { channel: 'nowhere' }));
    expect(failure.code).toBe(status.UNAVAILABLE);
    expect(failure.text).toBe(
      'failed to get config for channel [nowhere]: could not get last config for channel nowhere',
    );
  });

  test('services 7: evaluate-stale-timestamp', async () => {
    const { signed } = propose(client.signer, { args: ['ready'], minutesAgo: 20 });
    const failure = await failureOf(evaluateRaw(client, signed));
    expect(failure.code).toBe(status.UNAVAILABLE);
    expect(failure.details[0]?.message).toMatch(
      /^request unauthorized due to incorrect timestamp .*Z, peer time .*Z, peer.authentication.timewindow 15m0s$/,
    );
    // Of other organisations’ peers the gateway is a client.
    expect(failure.details.at(-1)?.message).toMatch(
      /^rpc error: code = Unknown desc = request unauth/,
    );
  });

  test('services 8: evaluate-bad-signature', async () => {
    const { signed } = propose(client.signer, { args: ['ready'] });
    const bad = badlySigned(signed, client.signer);
    const denied = `error validating proposal: access denied: channel [main] creator org [${ALPHA}]`;
    const local = await failureOf(evaluateRaw(client, bad));
    expect(local.code).toBe(status.FAILED_PRECONDITION);
    expect(local.text).toBe(`evaluate call to endorser returned error: ${denied}`);
    const remote = await failureOf(evaluateRaw(client, bad, { organisations: [BETA] }));
    expect(remote.code).toBe(status.UNAVAILABLE);
    expect(remote.details.map(({ mspId, message }) => [mspId, message])).toEqual([
      [BETA, `rpc error: code = Unknown desc = ${denied}`],
    ]);
  });
});
