import { status } from '@grpc/grpc-js';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { ProposalResponse, SignedProposal } from '@argosy/protocol/messages/proposal';
import { outOf, roleOf } from '@argosy/protocol/policy-build';
import { decode, encode } from '@argosy/protocol/wire';
import { collectionOf } from '../../test-support/collections.js';
import { failureOf } from '../../test-support/failure.js';
import { propose } from '../../test-support/proposals.js';
import { commitSteps, type Step } from '../../test-support/steps.js';
import type { TestClient } from '../../test-support/test-client.js';
import { kvPackage, TestNetwork } from '../../test-support/test-network.js';
import { firstTransaction } from '../../test-support/transactions.js';

const PLAN = 'no combination of peers can be derived which satisfy the endorsement policy: ';
const ofBankB = outOf(1, [roleOf('BankB', 'peer')]).toString('base64');
const ofNobody = outOf(2, [roleOf('BankB', 'peer')]).toString('base64');

describe('whose endorsement a transaction needs', () => {
  let network: TestNetwork;
  let client: TestClient;

  beforeAll(async () => {
    network = await TestNetwork.start();
    const config = [
      collectionOf('mine', ['BankA']),
      collectionOf('own', ['BankA'], { endorsers: ['BankA'] }),
    ];
    const definition = { name: 'kv', sequence: 2n, version: '1.0', collections: { config } };
    await network.define(definition, kvPackage.id);
    client = await network.client('BankA');
  }, 60_000);
  afterAll(() => network.close());

  const commit = async (steps: readonly Step[], organisations?: string[]) => {
    const { code, blockNumber } = await commitSteps(client, steps, {
      ...(organisations && { organisations }),
    });
    const { endorsers } = firstTransaction(network.channel.ledger.block(blockNumber));
    return { code, endorsers };
  };
  const interest = async (steps: readonly Step[]) => {
    const { signed } = propose(client.signer, { args: ['run', JSON.stringify(steps)] });
    const answer = await client.call(
      '/protos.Endorser/ProcessProposal',
      encode(SignedProposal, signed),
    );
    return decode(ProposalResponse, answer).interest!.chaincodes.map((call) => ({
      collections: call.collectionNames,
      noPrivateReads: call.noPrivateReads,
      keys: call.keyPolicies.length,
      disregard: call.disregardNamespacePolicy,
    }));
  };
  const call = { collections: [] as string[], noPrivateReads: false, keys: 0, disregard: false };

  test('a chaincode that touches nothing names nobody', async () => {
    expect(await interest([])).toEqual([]);
  });

  test('public reads and writes are the chaincode’s', async () => {
    expect(await interest([{ do: 'get', key: 'k' }])).toEqual([call]);
    expect(await interest([{ do: 'put', key: 'k', value: 'v' }])).toEqual([call]);
  });

  test('collections stand for themselves, and say whether they were read', async () => {
    const write = { do: 'put', collection: 'own', key: 'k', value: 'v' };
    const own = { ...call, collections: ['own'], noPrivateReads: true };
    expect(await interest([write])).toEqual([own]);
    expect(await interest([write, { do: 'put', key: 'k', value: 'v' }])).toEqual([call, own]);
    expect(await interest([{ do: 'get', collection: 'own', key: 'k' }])).toEqual([
      call,
      { ...own, noPrivateReads: false },
    ]);
    expect(await interest([{ do: 'hash', collection: 'own', key: 'k' }])).toEqual([call]);
  });

  test('services 62: key-level endorsement', async () => {
    const key = 'guarded';
    await commit([{ do: 'put', key, value: 'v' }]);
    await commit([{ do: 'setPolicy', key, value: ofBankB }]);
    const update = { do: 'put', key, value: 'w' };
    expect(await interest([update])).toEqual([{ ...call, keys: 1, disregard: true }]);
    expect(await commit([update])).toEqual({ code: 0, endorsers: ['BankB'] });
    expect(await commit([update], ['BankA'])).toEqual({ code: 10, endorsers: ['BankA'] });
    const more = [update, { do: 'put', key: 'free', value: 'v' }];
    expect(await interest(more)).toEqual([{ ...call, keys: 1 }]);
    expect(await commit(more)).toEqual({ code: 0, endorsers: ['BankA', 'BankB'] });
  });

  test('a key’s policy that nobody can meet', async () => {
    const key = 'locked';
    await commit([{ do: 'put', key, value: 'v' }]);
    await commit([{ do: 'setPolicy', key, value: ofNobody }]);
    const failure = await failureOf(commit([{ do: 'delete', key }]));
    expect([failure.code, failure.text]).toEqual([
      status.FAILED_PRECONDITION,
      `${PLAN}state based endorsement policy cannot be satisfied`,
    ]);
  });

  test('a key’s policy that cannot be read fails the simulation of a write', async () => {
    const key = 'broken';
    await commit([{ do: 'put', key, value: 'v' }]);
    await commit([{ do: 'setPolicy', key, value: Buffer.from('rubbish').toString('base64') }]);
    const failure = await failureOf(commit([{ do: 'delete', key }]));
    expect(failure.details[0]?.message).toMatch(
      /^error in simulation: error unmarshalling SignaturePolicyEnvelope: proto: /,
    );
  });

  test('a collection with a policy of its own is its members’ affair', async () => {
    const steps = [{ do: 'put', collection: 'own', key: 'k', value: 'v' }];
    expect(await commit(steps)).toEqual({ code: 0, endorsers: ['BankA'] });
  });

  test('who is no member of a collection that is read is not asked', async () => {
    const failure = await failureOf(
      commit([
        { do: 'get', collection: 'mine', key: 'k' },
        { do: 'put', key: 'k', value: 'v' },
      ]),
    );
    expect([failure.code, failure.text]).toEqual([
      status.FAILED_PRECONDITION,
      `${PLAN}no peer combination can satisfy the endorsement policy`,
    ]);
  });

  test('services 15: transient data for a collection of which not all endorsers are members', async () => {
    const steps = [{ do: 'put', collection: 'mine', key: 'k', value: 'v' }];
    const transient = { secret: 's' };
    expect((await commitSteps(client, steps)).code).toBe(0);
    const failure = await failureOf(commitSteps(client, steps, { transient }));
    expect([failure.code, failure.text]).toEqual([
      status.FAILED_PRECONDITION,
      'requires endorsement from organisation(s) that are not in the distribution policy of the private data collection(s): [mine]; retry specifying trusted endorsing organizations to protect transient data',
    ]);
    const named = { transient, organisations: ['BankA', 'BankB'] };
    expect((await commitSteps(client, steps, named)).code).toBe(0);
  });
});
