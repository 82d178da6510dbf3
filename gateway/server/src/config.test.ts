import { describe, expect, test } from '@jest/globals';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { environmentSchema, readConfig } from './config.js';

const identity = { certificate: 'c.pem', key: 'k.pem' };
const valid = {
  engine: 'devnet',
  listen: { host: '127.0.0.1', port: 17_000 },
  dataDir: 'data',
  channel: 'trade',
  chaincode: 'argosy',
  genesisBlock: 'trade.block',
  organisations: [
    {
      msp: 'ImporterMSP',
      name: 'Importer',
      peer: { endpoint: 'localhost:17011', tlsCa: 'tlsca.pem', msp: 'ImportBankMSP' },
      people: [{ id: 'ines', name: 'Ines Duarte', role: 'trader', ...identity }],
      indexer: identity,
    },
  ],
};

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
    ['a missing field', { ...valid, channel: undefined }, 'channel'],
    ['a field too many', { ...valid, colour: 'blue' }, 'colour'],
    ['an unknown engine', { ...valid, engine: 'cloud' }, 'engine'],
    ['an address that others reach', { ...valid, listen: { host: '0.0.0.0', port: 1 } }, 'listen'],
    ['no organisation', { ...valid, organisations: [] }, 'organisations'],
  ])('with %s is refused, and the field is named', async (_case, content, field) => {
    await expect(read(content)).rejects.toThrow(field);
  });
});

describe('the environment', () => {
  test('names an arrow of the write path for fault injection, and nothing else', () => {
    expect(environmentSchema.parse({ ARGOSY_GATEWAY_STOP_AT: 'submitted' })).toBeDefined();
    expect(() => environmentSchema.parse({ ARGOSY_GATEWAY_STOP_AT: 'lunch' })).toThrow();
  });
});
