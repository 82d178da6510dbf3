import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { QueryChaincodeDefinitionArgs } from '@argosy/protocol/messages/lifecycle';
import { encode } from '@argosy/protocol/wire';
import { addChannel } from '../../test-support/another-channel.js';
import { answerTo, commitCall } from '../../test-support/initialising.js';
import { approve, commit } from '../../test-support/deploy.js';
import { deployAnother } from '../../test-support/more-chaincodes.js';
import { ask, commitSteps, type Step } from '../../test-support/steps.js';
import type { TestClient } from '../../test-support/test-client.js';
import { kvPackage, TestNetwork } from '../../test-support/test-network.js';
import { firstTransaction } from '../../test-support/transactions.js';

const SIDE = 'side';

describe('calls from chaincode to chaincode', () => {
  let network: TestNetwork;
  let client: TestClient;
  let end: () => Promise<void> = () => Promise.resolve();

  beforeAll(async () => {
    network = await TestNetwork.prepare();
    await addChannel(network, SIDE, 'V2_0');
    await network.open();
    await network.deploy();
    end = await deployAnother(network, 'callee');
    await defineOnSide();
    client = await network.client('BankA');
  }, 60_000);
  afterAll(async () => {
    await end();
    await network.close();
  });

  async function defineOnSide(): Promise<void> {
    const admins = await network.administrators();
    const definition = { name: 'kv', sequence: 1n, version: '1.0' };
    const onSide = (admin: TestClient): TestClient =>
      Object.create(admin, { contract: { value: (name: string) => admin.contract(name, SIDE) } });
    for (const admin of admins) await approve(onSide(admin), definition, kvPackage.id);
    await commit(onSide(admins[0]!), definition);
  }

  const call = (chaincode: string, steps: readonly Step[], channel = ''): Step => ({
    do: 'call',
    chaincode,
    channel,
    args: ['run', JSON.stringify(steps)],
  });
  const answered = (...answers: unknown[]) => ({
    status: 200,
    message: '',
    payload: JSON.stringify(answers),
  });
  const refusal = (why: string) => ({
    refused: expect.stringMatching(
      new RegExp(`^INVOKE_CHAINCODE failed: transaction ID: \\w{64}: ${why}`),
    ),
  });
  const written = async (steps: readonly Step[]) => {
    const { code, blockNumber, answers } = await commitSteps(client, steps);
    expect(code).toBe(0);
    return { answers, ...firstTransaction(network.channel.ledger.block(blockNumber)) };
  };

  test('services 57: what a called chaincode wrote stays, even if it then fails', async () => {
    const put = { do: 'put', key: 'kept', value: 'v' };
    const { answers, namespaces } = await written([
      call('callee', [put, { do: 'answer', key: '500', value: 'no' }]),
    ]);
    expect(answers).toEqual([{ status: 500, message: 'no', payload: '' }]);
    expect(namespaces['callee']!.public.writes).toMatchObject([{ key: 'kept' }]);
    expect(namespaces['_lifecycle']!.public.reads.map(({ key }) => key)).toEqual([
      'namespaces/fields/callee/Sequence',
      'namespaces/fields/kv/Sequence',
    ]);
    const get = { do: 'get', key: 'kept' };
    expect(await ask(client, [call('callee:9.9', [get]), get])).toEqual([answered('v'), '']);
  });

  test('services 58: on another channel, what is written vanishes', async () => {
    const get = { do: 'get', key: 'k' };
    await commitSteps(client, [{ do: 'put', key: 'k', value: 'theirs' }], { channel: SIDE });
    const { answers, namespaces } = await written([
      call('kv', [get, { do: 'put', key: 'k', value: 'lost' }, { do: 'history', key: 'k' }], SIDE),
    ]);
    expect(answers).toEqual([answered('theirs', '', ['theirs'])]);
    expect(Object.keys(namespaces)).toEqual(['_lifecycle']);
    expect(await ask(client, [get], { channel: SIDE })).toEqual(['theirs']);
  });

  test('services 58: a chaincode that calls itself', async () => {
    expect(await ask(client, [call('kv', [])])).toEqual([
      refusal('execute failed: error sending: txid: \\w{64}\\(trade\\) exists$'),
    ]);
  });

  test('services 58: of events only the outermost chaincode’s counts', async () => {
    const inner = { do: 'event', key: 'inner', value: 'i' };
    const { event } = await written([call('callee', [inner])]);
    expect(event).toBeUndefined();
    const outer = { do: 'event', key: 'outer', value: 'o' };
    const { event: own } = await written([call('callee', [inner]), outer]);
    expect(own).toMatchObject({ chaincodeId: 'kv', eventName: 'outer' });
  });

  test('services 59: qscc and cscc do not answer chaincodes', async () => {
    const chainInfo = { do: 'call', chaincode: 'qscc', args: ['GetChainInfo', 'trade'] };
    const config = { do: 'call', chaincode: 'cscc', args: ['GetConfigBlock', 'trade'] };
    const failed = (message: string) => ({ status: 500, message, payload: '' });
    expect(await ask(client, [chainInfo, { ...chainInfo, args: [] }, config])).toEqual([
      failed(
        "Rejecting invoke of QSCC from another chaincode because of potential for deadlocks, original invocation for 'kv'",
      ),
      failed('Incorrect number of arguments, 0'),
      failed("Rejecting invoke of CSCC from another chaincode, original invocation for 'kv'"),
    ]);
  });

  test('the life cycle answers chaincodes', async () => {
    const name = encode(QueryChaincodeDefinitionArgs, { name: 'callee' }).toString();
    const args = ['QueryChaincodeDefinition', name];
    const [answer] = await ask(client, [{ do: 'call', chaincode: '_lifecycle', args }]);
    expect(answer).toMatchObject({ status: 200, payload: expect.stringContaining('1.0') });
  });

  test('chaincodes and channels that are not there', async () => {
    const nowhere = { do: 'call', chaincode: 'qscc', channel: 'nowhere', args: ['f', 'c'] };
    expect(await ask(client, [call('nothing', []), call('kv', [], 'nowhere'), nowhere])).toEqual([
      refusal(
        'execute failed: invalid invocation: \\[channel trade\\] failed to get chaincode container info for nothing: chaincode nothing not found$',
      ),
      refusal('Failed to get policy manager for channel \\[nowhere\\]$'),
      refusal('failed to find ledger for channel: nowhere$'),
    ]);
  });

  test('who may not write on a channel may not have its chaincodes called', async () => {
    const trader = await network.client('Trader');
    expect(await ask(trader, [call('kv', [], SIDE)])).toEqual([
      refusal(
        'Failed evaluating policy on signed data during check policy on channel \\[side\\] with policy \\[/Channel/Application/Writers\\]: \\[',
      ),
    ]);
    expect(await ask(trader, [call('callee', [{ do: 'get', key: 'never' }])])).toEqual([
      answered(''),
    ]);
  });

  test('the conditions of queries and writes hold across calls', async () => {
    const page = { do: 'page', key: 'a', end: 'b' };
    const put = { do: 'put', key: 'k', value: 'v' };
    const [, later] = await ask(client, [call('callee', [page]), put]);
    expect(later).toEqual({
      refused: expect.stringContaining('Transaction has already performed a paginated query'),
    });
  });

  test('a called chaincode cannot be one that is not initialised', async () => {
    const definition = { name: 'careful', sequence: 1n, version: '1.0', initRequired: true };
    await network.define(definition, kvPackage.id);
    expect(await ask(client, [call('careful', [])], { chaincode: 'callee' })).toEqual([
      refusal(
        "execute failed: invalid invocation: chaincode 'careful' has not been initialized for this version, must call as init first$",
      ),
    ]);
    await commitCall(network, client, { chaincodeName: 'careful', isInit: true });
    const { response } = await answerTo(client, { chaincodeName: 'careful', isInit: false });
    expect(response!.status).toBe(200);
  });

  test('services 56: a channel of capability V2_0 refuses to purge', async () => {
    const purge = { do: 'purge', collection: '_implicit_org_BankA', key: 'k' };
    const hash = { do: 'hash', collection: '_implicit_org_BankA', key: 'k' };
    const [refused, hashed] = await ask(client, [purge, hash], { channel: SIDE });
    expect(refused).toEqual({
      refused: expect.stringMatching(
        /^PURGE_PRIVATE_DATA failed: transaction ID: \w{64}: purge private data is not enabled, channel application capability of V2_5 or later is required$/,
      ),
    });
    expect(hashed).toBe('');
  });
});
