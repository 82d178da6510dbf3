import { afterAll, beforeAll, expect, test } from '@jest/globals';
import {
  ApproveChaincodeDefinitionForMyOrgArgs,
  QueryApprovedChaincodeDefinitionArgs,
  QueryApprovedChaincodeDefinitionResult,
} from '@argosy/protocol/messages/lifecycle';
import { decode, encode } from '@argosy/protocol/wire';
import { TestNetwork } from '../../test-support/test-network.js';

let network: TestNetwork;
beforeAll(async () => {
  network = await TestNetwork.start();
}, 30_000);
afterAll(() => network.close());

test('what was installed and approved runs after a restart', async () => {
  await network.devnet.close();
  await network.open();
  const client = await network.client('BankA');
  const answer = await client.contract().submitTransaction('put', 'again', 'v');
  expect(Buffer.from(answer).toString()).toBe('v');
});

test('what was endorsed before a restart is committed with its clear data', async () => {
  const [admin] = await network.administrators();
  const definition = { name: 'later', version: '1', sequence: 1n };
  const proposal = admin!.contract('_lifecycle').newProposal('ApproveChaincodeDefinitionForMyOrg', {
    arguments: [encode(ApproveChaincodeDefinitionForMyOrgArgs, definition)],
    endorsingOrganizations: ['BankA'],
  });
  const endorsed = await proposal.endorse();
  await network.devnet.close();
  await network.open();
  await (await endorsed.submit()).getStatus();
  const query = encode(QueryApprovedChaincodeDefinitionArgs, { name: 'later', sequence: 1n });
  const answer = await admin!
    .contract('_lifecycle')
    .evaluate('QueryApprovedChaincodeDefinition', { arguments: [query] });
  expect(decode(QueryApprovedChaincodeDefinitionResult, answer).version).toBe('1');
});
