// First of all imports: it sets what Fabric's packages read when they are loaded.
import '../test-support/quiet-fabric.js';
import { createRequire } from 'node:module';
import { expect, test } from '@jest/globals';
import { encodeLedgerKey } from '@argosy/domain/shared/ledger-key';
import { readers } from '@argosy/domain/shared/staff';
import fabricShim from 'fabric-shim';
import { access, assertAccessComplete } from './access.js';
import { argosyChaincode } from './chaincode.js';
import { chaincodeVersion } from './contract-info.js';
import { CreditContract } from './credit-contract.js';
import { functionsOf, routerOver } from './fabric-chaincode.js';
import { TradeContext } from './trade-context.js';

const functions = Object.keys(access);

test('the start stops when a function has no access, or access no function', () => {
  expect(argosyChaincode()).toHaveProperty('Invoke');
  expect(() => {
    assertAccessComplete([...functions, 'credit:Erase']);
  }).toThrow('no access for [credit:Erase]');
  expect(() => {
    assertAccessComplete(functions.filter((name) => name !== 'credit:Apply'));
  }).toThrow('no function for [credit:Apply]');
});

test('a step that another document’s function takes is no function', () => {
  expect(access).toHaveProperty(['credit:Apply'], ['trader']);
  expect(access).not.toHaveProperty(['credit:Amend']);
});

test('reading is for the staff of every part, and for the auditor', () => {
  const reads = functions.filter((name) => /:Get[A-Za-z]*$/.test(name));
  expect(reads.length).toBeGreaterThan(2);
  for (const name of reads) expect(access[name]).toBe(readers);
});

test('every function takes text only, and its context is no parameter', () => {
  const router = routerOver([CreditContract], { title: 'argosy', version: '1' });
  const ofCredit = functions.filter((name) => name.startsWith('credit:'));
  expect([...functionsOf(router)].sort()).toEqual(ofCredit.sort());
  expect(router.metadata.contracts['credit']?.transactions).toContainEqual({
    name: 'Return',
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
    parts: ['A'],
    version: 2,
    status: 'issued',
  };
  ctx.announce([change]);
  expect(() => {
    ctx.announce([change]);
  }).toThrow('once');
  expect(events).toEqual(['argosy']);
});
