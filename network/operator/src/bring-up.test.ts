import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, expect, test } from '@jest/globals';
import { enrolled } from '../test-support/enrolled.js';
import { freeBase } from '../test-support/free-base.js';
import { bringUp } from './bring-up.js';
import { ordererAddresses, peerAddresses } from './engine/addresses.js';
import type { Engine } from './engine/engine.js';
import { planPorts } from './ports.js';
import { runFolder } from './run-folder.js';
import { readTopology } from './topology/read.js';

const topologyFile = fileURLToPath(new URL('../../topology.yaml', import.meta.url));
const topology = readTopology(topologyFile, 'bench');
const folder = runFolder(mkdtempSync(join(tmpdir(), 'argosy-bring-up-')));
afterAll(() => {
  rmSync(folder.home, { recursive: true, force: true });
});

test('a chaincode that cannot be started ends the start at once, also while its nodes are starting', async () => {
  const plan = { topology, folder, ports: planPorts(topology, await freeBase()) };
  await enrolled(plan);
  const nodes = Promise.withResolvers<undefined>();
  const engine: Engine = {
    name: 'devnet',
    description: 'a network whose nodes take long',
    authorities: [],
    peers: peerAddresses(plan),
    orderers: ordererAddresses(plan),
    startAuthorities: () => Promise.resolve(),
    startChaincode: () => Promise.reject(new Error('no luck')),
    startNodes: () => nodes.promise,
    stop: () => Promise.resolve(),
    status: () => [],
    restart: () => Promise.resolve(),
  };
  const steps: string[] = [];
  const started = bringUp({
    ...plan,
    engine,
    chaincodes: [],
    now: () => new Date(),
    onStep: ({ step }) => steps.push(step),
    onPrepared: () => undefined,
  });
  await expect(started).rejects.toThrow('no luck');
  nodes.resolve(undefined);
  await new Promise(setImmediate);
  expect(steps).toEqual(['authorities', 'identities', 'channels']);
}, 60_000);
