import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import {
  CommitChaincodeDefinitionArgs,
  QueryChaincodeDefinitionArgs,
  QueryChaincodeDefinitionResult,
} from '@argosy/protocol/messages/lifecycle';
import { ApplicationPolicy } from '@argosy/protocol/messages/policies';
import { decode, encode } from '@argosy/protocol/wire';
import { commitDefinition, type Definition } from '../../test-support/deploy.js';
import { failureOf } from '../../test-support/failure.js';
import { readWriteSets } from '../../test-support/read-write-sets.js';
import type { TestClient } from '../../test-support/test-client.js';
import { TestNetwork } from '../../test-support/test-network.js';

describe('_lifecycle', () => {
  let network: TestNetwork;
  let admin: TestClient;

  beforeAll(async () => {
    network = await TestNetwork.start();
    admin = await network.client('BankA', 'admin');
  }, 30_000);
  afterAll(() => network.close());

  const call = (name: string, ...args: Uint8Array[]) =>
    admin.contract('_lifecycle').evaluate(name, { arguments: args });
  const query = (name: string) =>
    call('QueryChaincodeDefinition', encode(QueryChaincodeDefinitionArgs, { name }));
  const commit = (definition: Partial<Definition> & object) =>
    call(
      'CommitChaincodeDefinition',
      encode(CommitChaincodeDefinitionArgs, {
        name: 'cc',
        version: '1',
        sequence: 1n,
        ...definition,
      }),
    );
  const FAILED =
    'evaluate call to endorser returned error: chaincode response 500, ' +
    "failed to invoke backing implementation of 'CommitChaincodeDefinition': ";

  test('a definition is stored with the defaults filled in', async () => {
    const definition = decode(QueryChaincodeDefinitionResult, await query('kv'));
    expect(definition).toMatchObject({
      sequence: 1n,
      version: '1.0',
      endorsementPlugin: 'escc',
      validationPlugin: 'vscc',
      initRequired: false,
    });
    expect(
      decode(ApplicationPolicy, definition.validationParameter).channelConfigPolicyReference,
    ).toBe('/Channel/Application/Endorsement');
  });

  test('services 67: an upgrade writes only what changed', async () => {
    const first = readWriteSets(network.channel.ledger.block(1n))['_lifecycle']!;
    const fields = 'namespaces/fields/kv/';
    expect(first.writes.map(({ key }) => key)).toEqual([
      `${fields}Collections`,
      `${fields}EndorsementInfo`,
      `${fields}Sequence`,
      `${fields}ValidationInfo`,
      'namespaces/metadata/kv',
    ]);
    const validationParameter = encode(ApplicationPolicy, {
      channelConfigPolicyReference: '/Channel/Application/LifecycleEndorsement',
    });
    await commitDefinition(admin, {
      name: 'kv',
      version: '1.0',
      sequence: 2n,
      validationParameter,
    });
    const last = network.channel.ledger.height - 1n;
    const second = readWriteSets(network.channel.ledger.block(last))['_lifecycle']!;
    expect(second.writes.map(({ key }) => key)).toEqual([
      `${fields}Sequence`,
      `${fields}ValidationInfo`,
    ]);
  });

  test('services 68: a definition that does not exist', async () => {
    const failure = await failureOf(query('nothing'));
    expect(failure.text).toBe(
      'evaluate call to endorser returned error: chaincode response 404, namespace nothing is not defined',
    );
  });

  test.each([
    [
      'a wrong sequence',
      { sequence: 3n },
      'requested sequence is 3, but new definition must be sequence 1',
    ],
    [
      'a bad name',
      { name: '_x' },
      "error validating chaincode definition: invalid chaincode name '_x'. Names can only consist of " +
        "alphanumerics, '_', and '-' and can only begin with alphanumerics",
    ],
    [
      'collections',
      { collections: { config: [{}] } },
      'private data collections are not supported by this network',
    ],
  ])('refuses %s', async (_, definition, why) => {
    expect((await failureOf(commit(definition))).text).toBe(`${FAILED}${why}`);
  });

  test('refuses functions that it does not have, and a wrong number of arguments', async () => {
    const missing = await failureOf(call('ApproveChaincodeDefinitionForMyOrg', Buffer.alloc(1)));
    expect(missing.text).toContain('is not supported by this network');
    expect((await failureOf(call('QueryChaincodeDefinition'))).text).toContain(
      'lifecycle scc operations require exactly two arguments but received 1',
    );
  });

  test('who may not write may not ask', async () => {
    const peer = await network.client('BankA', 'peer');
    const contract = peer.contract('_lifecycle');
    const failure = await failureOf(
      contract.evaluate('QueryChaincodeDefinition', { arguments: ['x'] }),
    );
    expect(failure.text).toContain(
      'Failed to authorize invocation due to failed ACL check: Failed evaluating policy',
    );
  });
});
