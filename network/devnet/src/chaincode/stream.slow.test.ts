import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { failureOf } from '../../test-support/failure.js';
import type { TestClient } from '../../test-support/test-client.js';
import { TestNetwork } from '../../test-support/test-network.js';

describe('chaincode stream', () => {
  let network: TestNetwork;
  let client: TestClient;

  beforeAll(async () => {
    network = await TestNetwork.start({ timeouts: { executeMs: 3_000 } });
    client = await network.client('BankA');
  }, 30_000);
  afterAll(() => network.close());

  const evaluate = async (name: string, ...args: string[]) =>
    Buffer.from(await client.contract().evaluateTransaction(name, ...args)).toString();

  test('services 40: 50 transactions at once, each reading 20 times', async () => {
    await client.contract().submitTransaction('put', 'seven', '7');
    const answers = await Promise.all(
      Array.from({ length: 50 }, () => evaluate('readMany', 'seven', '20')),
    );
    expect(new Set(answers)).toEqual(new Set(['140']));
  }, 30_000);

  test('services 39: execute timeout, and a request that comes too late', async () => {
    const id = client.contract().newProposal('sleepThenGet', {
      arguments: ['4000', 'seven'],
      endorsingOrganizations: ['BankA'],
    });
    const failure = await failureOf(id.endorse());
    const txId = id.getTransactionId();
    expect(failure.details[0]?.message).toBe(
      `error in simulation: failed to execute transaction ${txId}: error sending: timeout expired ` +
        'while executing transaction',
    );
    const output = await network.chaincodes[0]!.printed('late: ');
    expect(output).toContain(`GET_STATE failed: transaction ID: ${txId}: no ledger context`);
  }, 30_000);

  test('services 38: kill the chaincode in the middle, then call again', async () => {
    const chaincode = network.chaincodes[0]!;
    const proposal = client.contract().newProposal('sleep', {
      arguments: ['2500'],
      endorsingOrganizations: ['BankA'],
    });
    const running = failureOf(proposal.endorse());
    await chaincode.printed('sleeps 2500');
    await chaincode.kill();
    const { details } = await running;
    expect(details[0]?.message).toMatch(/: error sending: chaincode stream terminated$/);
    await chaincode.start();
    expect(await evaluate('organisation')).toBe('BankA');
  }, 30_000);

  test('a call waits for a chaincode that is just starting', async () => {
    const chaincode = network.chaincodes[0]!;
    await chaincode.kill();
    const answer = evaluate('organisation');
    await chaincode.start();
    expect(await answer).toBe('BankA');
  }, 30_000);

  test('a chaincode that is not there fails in the words of a peer', async () => {
    const chaincode = network.chaincodes[0]!;
    await chaincode.kill();
    const proposal = client.contract().newProposal('organisation', {
      endorsingOrganizations: ['BankA'],
    });
    const failure = await failureOf(proposal.endorse());
    expect(failure.details[0]?.message).toMatch(
      /: could not launch chaincode kv_1:\w+: connection to kv_1:\w+ failed: error cannot create connection for /,
    );
    await chaincode.start();
  }, 30_000);
});
