import { describe, expect, test } from '@jest/globals';
import { parseConfig } from './config.js';

const pair = { certificate: 'c.pem', key: 'c.key' };

const valid = {
  dataDir: 'data',
  channels: [{ name: 'trade', genesisBlock: 'trade.block' }],
  peers: [
    {
      msp: 'BankA',
      name: 'peer0',
      endpoint: 'localhost:7051',
      ...pair,
      tls: pair,
      packageValues: { address: 'localhost:7052', client_key: { file: 'c.key' } },
    },
  ],
  consenters: [{ msp: 'OrdererA', id: 1, ...pair }],
  blockProduction: { mode: 'instant' },
};

describe('configuration', () => {
  test('is read', () => {
    expect(parseConfig(JSON.stringify(valid))).toEqual(valid);
  });

  test.each([
    ['an unknown field', { ...valid, surprise: 1 }, /surprise/],
    ['no peer', { ...valid, peers: [] }, /peers/],
    ['an unknown mode', { ...valid, blockProduction: { mode: 'sometimes' } }, /blockProduction/],
    ['no channel', { ...valid, channels: undefined }, /channels/],
  ])('refuses %s', (_, config, where) => {
    expect(() => parseConfig(JSON.stringify(config))).toThrow(where);
  });
});
