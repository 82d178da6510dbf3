import { existsSync, readFileSync, readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { DevnetPlace, freeSamplesBase } from './support/argosy-devnet.js';
import { callProgram } from './support/call-chaincode.js';

const contract = (more = ''): string => `'use strict';
const { Contract } = require('fabric-contract-api');
class Kept extends Contract {
  async Put(ctx, key, value) { await ctx.stub.putState(key, Buffer.from(value)); }
  async Get(ctx, key) { return (await ctx.stub.getState(key)).toString(); }
  ${more}
}
module.exports.contracts = [Kept];
`;

let place: DevnetPlace;
let call: string;
beforeEach(async () => {
  place = new DevnetPlace(await freeSamplesBase());
  call = place.write('kept/client/call.mjs', callProgram);
});
afterEach(() => place.remove());

const node = `"${process.execPath}"`;

describe('an orderly end leaves nothing', () => {
  test.each(['SIGINT', 'SIGTERM'] as const)(
    'by %s',
    async (signal) => {
      const run = place.run(place.chaincode('kept', contract()));
      await run.printed(/Ctrl-C ends the network/);
      expect(run.output).toContain('without consensus');
      run.signal(signal);
      expect(await run.exitCode).toBe(0);
      await place.ended();
      expect(await place.remains()).toEqual([]);
    },
    120_000,
  );

  test('while it starts', async () => {
    const run = place.run(place.chaincode('kept', contract()));
    await run.printed(/Chaincode kept/);
    run.signal('SIGINT');
    expect(await run.exitCode).toBe(130);
    await place.ended();
    expect(await place.remains()).toEqual([]);
  }, 120_000);

  test('and when it is killed, no process stays; the next run removes the folder with its keys', async () => {
    const folder = place.chaincode('kept', contract());
    const run = place.run(folder, '--watch');
    await run.printed(/Ctrl-C ends the network/);
    run.signal('SIGKILL');
    await place.ended();
    const [left = ''] = await place.remains();
    expect(left).toMatch(/^argosy-devnet-/);
    const next = place.run(folder, '--once', 'true');
    expect(await next.exitCode).toBe(0);
    expect(next.output).toContain(`${left}, which a run that was killed had left`);
    await place.ended();
    expect(await place.remains()).toEqual([]);
  }, 120_000);
});

describe('--once', () => {
  test('runs a command against the network, and ends with its exit code', async () => {
    const folder = place.chaincode('kept', contract());
    const command = `${node} "${call}" submit Put k v && ${node} "${call}" evaluate Get k && exit 7`;
    const run = place.run(folder, '--name', 'other', '--layout', 'out', '--once', command);
    expect(await run.exitCode).toBe(7);
    expect(run.output).toContain('other on mychannel is up');
    expect(run.output).toContain('answer v');
    expect(readdirSync(join(place.root, 'out/organizations'))).toEqual([]);
    await place.ended();
    expect(await place.remains()).toEqual([]);
  }, 120_000);

  test('prints JSON lines where they are asked for', async () => {
    const run = place.run(place.chaincode('kept', contract()), '--json', '--once', 'true');
    expect(await run.exitCode).toBe(0);
    const events = run.output
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line) as { event: string });
    expect(events.map(({ event }) => event)).toEqual(
      expect.arrayContaining(['start', 'step', 'up', 'command', 'ended']),
    );
    expect(events.find(({ event }) => event === 'up')).toMatchObject({
      channel: 'mychannel',
      chaincode: 'kept',
      peers: [{ msp: 'Org1MSP' }, { msp: 'Org2MSP' }],
    });
  }, 120_000);
});

test('--data keeps keys and ledger for the next time', async () => {
  const folder = place.chaincode('kept', contract());
  const first = place.run(folder, '--data', 'data', '--once', `${node} "${call}" submit Put k v`);
  expect(await first.exitCode).toBe(0);
  const second = place.run(folder, '--data', 'data', '--once', `${node} "${call}" evaluate Get k`);
  expect(await second.exitCode).toBe(0);
  expect(second.output).toContain('answer v');
  expect(second.output).toContain('as committed before');
}, 120_000);

test('--policy, --init and --orgs are what the channel is told', async () => {
  const init = "async Init(ctx, value) { await ctx.stub.putState('first', Buffer.from(value)); }";
  const folder = place.chaincode('kept', contract(init));
  const run = place.run(
    folder,
    ...['--orgs', '3', '--policy', "OR('Org3MSP.peer')"],
    ...['--init', '{"function":"Init","Args":["yes"]}'],
    ...['--once', `${node} "${call}" evaluate Get first`],
  );
  expect(await run.exitCode).toBe(0);
  expect(run.output).toContain('answer yes');
  expect(run.output).toContain('peer0.org3.example.com');
}, 120_000);

describe('--watch', () => {
  test('what does not load is told, and the code before goes on; what loads takes over', async () => {
    const folder = place.chaincode('kept', contract());
    const file = join(folder, 'index.js');
    const run = place.run(folder, '--watch', '--layout', 'out');
    await run.printed(/the next transaction runs the new code/);
    writeFileSync(file, `${contract()}\nthrow new Error('a mistake');\n`);
    await run.printed(/Error: a mistake/);
    expect(run.output).toMatch(/index\.js:10/);
    writeFileSync(file, contract('async More() { return "more"; }'));
    await run.printed(/✓ The next transaction runs the new code/);
    run.signal('SIGINT');
    expect(await run.exitCode).toBe(0);
    await place.ended();
    expect(await place.remains()).toEqual([]);
  }, 120_000);
});

describe('what cannot work is told with what to do', () => {
  test('a folder without package.json', async () => {
    const run = place.run('.');
    expect(await run.exitCode).toBe(1);
    expect(run.output).toContain('It has no package.json');
  }, 30_000);

  test('a chaincode that crashes at its start, with its last words', async () => {
    const run = place.run(place.chaincode('kept', "throw new Error('no luck');"));
    expect(await run.exitCode).toBe(1);
    expect(run.output).toContain('before it was ready');
    expect(run.output).toContain('Error: no luck');
    await place.ended();
  }, 120_000);

  test('a module without a contract', async () => {
    const run = place.run(place.chaincode('kept', 'module.exports = {};'), '--watch');
    expect(await run.exitCode).toBe(1);
    expect(run.output).toContain('exports no contract');
    await place.ended();
  }, 120_000);

  test('a port that is taken', async () => {
    const folder = place.chaincode('kept', contract());
    const first = place.run(folder);
    await first.printed(/Ctrl-C ends the network/);
    const second = place.run(folder);
    expect(await second.exitCode).toBe(1);
    expect(second.output).toContain(`${place.portBase}, for the orderer`);
    first.signal('SIGINT');
    expect(await first.exitCode).toBe(0);
  }, 120_000);

  test('a layout folder with somebody else’s material', async () => {
    place.write('out/organizations/peerOrganizations/org1/key', 'theirs');
    const run = place.run(place.chaincode('kept', contract()), '--layout', 'out');
    expect(await run.exitCode).toBe(1);
    expect(run.output).toContain('is there already');
    const kept = join(place.root, 'out/organizations/peerOrganizations/org1/key');
    expect(existsSync(kept) && readFileSync(kept, 'utf8')).toBe('theirs');
  }, 30_000);
});
