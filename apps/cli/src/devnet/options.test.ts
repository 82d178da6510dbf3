import { describe, expect, test } from '@jest/globals';
import { planOf } from './options.js';
import type { DevnetFlags } from './options.js';

const plan = (flags: DevnetFlags) => planOf(flags, { name: 'basic' }, (path) => path);

test('without flags the network is that of the samples', () => {
  expect(plan({})).toEqual({
    name: 'basic',
    channel: 'mychannel',
    organisations: 2,
    choices: { initRequired: false },
    init: undefined,
    production: { mode: 'instant' },
    portBase: 7050,
  });
});

test.each([
  ['instant', { mode: 'instant' }],
  ['manual', { mode: 'manual' }],
  ['interval', { mode: 'interval' }],
  ['interval:250', { mode: 'interval', milliseconds: 250 }],
])('--production %s', (production, expected) => {
  expect(plan({ production }).production).toEqual(expected);
});

test.each([
  ['InitLedger', { function: 'InitLedger', arguments: [] }],
  ['{"function":"Init","Args":["a","1"]}', { function: 'Init', arguments: ['a', '1'] }],
  ['{"Args":["Init","a"]}', { function: 'Init', arguments: ['a'] }],
])('--init %s also has the definition ask for it', (init, expected) => {
  expect(plan({ init })).toMatchObject({ init: expected, choices: { initRequired: true } });
});

test('--policy may name every organisation of the network', () => {
  const { choices } = plan({ orgs: '3', policy: "OutOf(2,'Org1MSP.peer',OR('Org3MSP.member'))" });
  expect(choices.policy?.identities).toHaveLength(2);
});

describe('what cannot be used is refused with its flag', () => {
  test.each<[DevnetFlags, string]>([
    [{ name: 'no good' }, '--name no good cannot be used'],
    [{ name: 'qscc' }, 'is the name of a system chaincode'],
    [{ channel: 'MyChannel' }, '--channel MyChannel cannot be used'],
    [{ orgs: '0' }, 'a number from 1 to 10'],
    [{ orgs: '11' }, 'a number from 1 to 10'],
    [{ orgs: 'two' }, '--orgs two'],
    [{ production: 'fast' }, '--production fast'],
    [{ production: 'instant:5' }, '--production instant:5'],
    [{ policy: "OR('Org1MSP.peer'" }, 'expected ), at character 18'],
    [{ policy: "OR('Org3MSP.peer')" }, 'The network has no Org3MSP; its organisations are Org1MSP'],
    [{ init: '{"Args":[]}' }, 'It names no function.'],
    [{ init: '{"Args":"x"}' }, '--init'],
    [{ init: '{' }, '--init { cannot be used'],
    [{ collections: 'missing.json' }, 'The collections in missing.json cannot be used'],
    [{ portBase: '0' }, '--port-base 0'],
  ])('%j', (flags, reason) => {
    expect(() => plan(flags)).toThrow(reason);
  });
});
