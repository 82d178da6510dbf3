import { expect, test } from '@jest/globals';
import { stripVTControlCharacters } from 'node:util';
import { statusText } from './status-text.js';
import type { NetworkStatus } from './status.js';
import { table } from './table.js';

const peer = {
  name: 'peer0.importbank',
  role: 'peer',
  msp: 'ImportBankMSP',
  organisation: 'ImportBank',
  endpoint: 'localhost:17010',
  process: 'devnet',
  isUp: true,
  heights: { trade: 12 },
} as const;

const status: NetworkStatus = {
  state: 'up',
  profile: 'starter',
  engine: 'devnet',
  portBase: 17_000,
  since: '2026-11-21T10:00:00.000Z',
  pid: 4711,
  home: '/tmp/run',
  about: 'devnet: development network, no consensus',
  clock: '2026-11-27T10:00:00.000Z',
  isHealthy: true,
  nodes: [peer],
  processes: [
    { name: 'devnet', state: 'ready', pid: 12, restarts: 0, log: 'x', memoryBytes: 104_857_600 },
  ],
  definitions: [{ channel: 'trade', name: 'argosy', version: '0.1.0', sequence: 2 }],
};

const plain = (of: NetworkStatus): string => stripVTControlCharacters(statusText(of));

test('a status names nodes, processes and definitions, and says that there is no consensus', () => {
  expect(plain(status).split('\n')).toEqual([
    'Argosy network, profile starter: up, in process 4711',
    'devnet: development network, no consensus: for development, tests and demonstration only',
    'Run folder /tmp/run; its clock shows 2026-11-27T10:00:00.000Z',
    '',
    'NODE              ROLE  ORGANISATION  ENDPOINT         STATE  TRADE',
    'peer0.importbank  peer  ImportBank    localhost:17010  up     12',
    '',
    'PROCESS  STATE  PID  MEMORY  RESTARTS',
    'devnet   ready  12   100 MB  0',
    '',
    'CHANNEL  CHAINCODE  VERSION  SEQUENCE',
    'trade    argosy     0.1.0    2',
  ]);
});

test('why a node does not answer stands below the table', () => {
  const down = { ...peer, isUp: false, why: 'no connection', heights: {} };
  const text = plain({ ...status, nodes: [down] });
  expect(text).toMatch(/localhost:17010 +down/);
  expect(text).toContain('peer0.importbank of ImportBank: no connection');
});

test('of a network that is coming up only the head is shown', () => {
  const text = plain({ ...status, state: 'starting', nodes: [] });
  expect(text.split('\n')).toHaveLength(3);
  expect(text).toContain('profile starter: starting');
});

test('columns are as wide as their widest text, and lines end without spaces', () => {
  expect(
    table(
      ['A', 'B'],
      [
        ['long', ''],
        ['x', 'y'],
      ],
    ),
  ).toBe('A     B\nlong\nx     y');
});
