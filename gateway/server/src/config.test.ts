import { describe, expect, test } from '@jest/globals';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { environmentSchema, readConfig } from './config.js';

const identity = { certificate: 'c.pem', key: 'k.pem' };
const peer = { endpoint: 'localhost:17011', tlsCa: 'tlsca.pem', msp: 'ImportBankMSP' };
const trade = { name: 'trade', chaincode: 'argosy', genesisBlock: 'trade.block' };
const importer = {
  msp: 'ImporterMSP',
  name: 'Importer',
  origin: 'http://importer.localhost:17000',
  channels: [{ name: 'trade', peer }],
  issuer: { kind: 'sandbox' },
  people: [{ id: 'ines', name: 'Ines Duarte', role: 'trader', ...identity }],
  systems: [],
  indexer: identity,
};
const valid = {
  engine: 'devnet',
  listen: { host: '127.0.0.1', port: 17_000 },
  dataDir: 'data',
  channels: [trade],
  organisations: [importer],
};

const withImporter = (change: object) => ({
  ...valid,
  organisations: [{ ...importer, ...change }],
});

async function read(content: unknown): Promise<unknown> {
  const folder = await mkdtemp(join(tmpdir(), 'argosy-config-'));
  const path = join(folder, 'gateway.json');
  await writeFile(path, JSON.stringify(content));
  return readConfig(path).finally(() => rm(folder, { recursive: true }));
}

describe('gateway.json', () => {
  test('is read with its defaults', async () => {
    expect(await read(valid)).toEqual({ ...valid, logLevel: 'info' });
  });

  test.each([
    ['a missing field', { ...valid, channels: undefined }, 'channels'],
    ['a field too many', { ...valid, colour: 'blue' }, 'colour'],
    ['an unknown engine', { ...valid, engine: 'cloud' }, 'engine'],
    ['an address that others reach', { ...valid, listen: { host: '0.0.0.0', port: 1 } }, 'listen'],
    ['no organisation', { ...valid, organisations: [] }, 'organisations'],
    ['a channel twice', { ...valid, channels: [trade, trade] }, 'must not name a channel twice'],
    [
      'a channel of an organisation that is not described',
      withImporter({ channels: [{ name: 'border', peer }] }),
      'must be one of channels: trade\n  → at organisations[0].channels[0].name',
    ],
    [
      'a channel twice for an organisation',
      withImporter({ channels: [...importer.channels, ...importer.channels] }),
      'organisations[0].channels',
    ],
    ['an organisation on no channel', withImporter({ channels: [] }), 'organisations[0].channels'],
    ['an origin with a path', withImporter({ origin: 'http://a.test/b' }), 'must be an origin'],
    [
      'an organisation twice, in other letters',
      { ...valid, organisations: [importer, { ...importer, msp: 'IMPORTERMSP' }] },
      'must not name an organisation twice',
    ],
  ])('with %s is refused, and the field is named', async (_case, content, field) => {
    await expect(read(content)).rejects.toThrow(field);
  });
});

describe('the environment', () => {
  test('may name a file for fault injection', () => {
    expect(environmentSchema.parse({ ARGOSY_GATEWAY_STOP_FILE: '/tmp/stop' })).toBeDefined();
    expect(() => environmentSchema.parse({ ARGOSY_GATEWAY_STOP_FILE: '' })).toThrow();
  });
});
