// First of all imports: it sets what Fabric's packages read when they are loaded.
import '../test-support/quiet-fabric.js';
import { createRequire } from 'node:module';
import { expect, test } from '@jest/globals';
import { creditActionNames, creditSteps } from '@argosy/domain/credit/steps';
import { encodeLedgerKey } from '@argosy/domain/shared/ledger-key';
import fabricShim from 'fabric-shim';
import { access, assertAccessComplete } from './access.js';
import { argosyChaincode } from './chaincode.js';
import { chaincodeVersion } from './contract-info.js';
import { CreditContract } from './credit-contract.js';
import { functionsOf, routerOver } from './fabric-chaincode.js';
import { TradeContext } from './trade-context.js';

const functions = Object.keys(access);

test('every action of the table has its function, for the staff that the table names', () => {
  const actions = creditActionNames.map((action) => [
    `credit:${action.charAt(0).toUpperCase()}${action.slice(1)}`,
    [creditSteps[action].staff],
  ]);
  expect(access).toEqual({
    ...Object.fromEntries(actions),
    'credit:Get': ['trader', 'tradeOfficer'],
  });
});

test('the start stops when a function has no access, or access no function', () => {
  expect(argosyChaincode()).toHaveProperty('Invoke');
  expect(() => {
    assertAccessComplete([...functions, 'credit:Erase']);
  }).toThrow('no access for [credit:Erase]');
  expect(() => {
    assertAccessComplete(functions.slice(1));
  }).toThrow('no function for [credit:Apply]');
});

test('every function takes text only, and its context is no parameter', () => {
  const router = routerOver([CreditContract], { title: 'argosy', version: '1' });
  expect([...functionsOf(router)].sort()).toEqual([...functions].sort());
  expect(router.metadata.contracts['credit']?.transactions).toContainEqual({
    name: 'Settle',
    tag: ['SUBMIT', 'submitTx'],
    returns: { type: 'string' },
    parameters: [
      { name: 'command', description: '', schema: { type: 'string' } },
      { name: 'requestId', description: '', schema: { type: 'string' } },
    ],
  });
});

test('the version is that of the package', () => {
  const manifest: unknown = createRequire(import.meta.url)('../package.json');
  expect(manifest).toMatchObject({ version: chaincodeVersion });
});

test('keys are those of Fabric’s shim, where that is safe', () => {
  const key = { type: 'credit', parts: ['LC-1', 'x'] };
  const ofShim = fabricShim.ChaincodeStub.prototype.createCompositeKey(key.type, key.parts);
  expect(encodeLedgerKey(key)).toBe(ofShim);
});

test('a transaction announces once', () => {
  const ctx = new TradeContext();
  const events: string[] = [];
  Object.assign(ctx, { stub: { setEvent: (name: string) => events.push(name) } });
  const change = {
    type: 'CreditIssued',
    document: 'credit',
    reference: 'A',
    version: 2,
    status: 'issued',
  } as const;
  ctx.announce(change);
  expect(() => {
    ctx.announce(change);
  }).toThrow('once');
  expect(events).toEqual(['argosy']);
});
