/** Members of other channels ask for what is on a channel, in every way that Fabric has. */
import { readFileSync } from 'node:fs';
import type { Contract } from '@hyperledger/fabric-gateway';
import { afterAll, beforeAll, describe, expect, jest, test } from '@jest/globals';
import { TestClient } from '../../network/devnet/test-support/test-client.js';
import { blockContents } from './confidential/block-contents.js';
import { contentsOf } from './confidential/support/ordered-contents.js';
import { delivered, ordered } from './confidential/support/readable.js';
import { staff, type Person } from './documents/support/people.js';
import { startSandbox, type Sandbox } from './support/sandbox.js';

jest.setTimeout(60_000);

let sandbox: Sandbox;

beforeAll(async () => {
  sandbox = await startSandbox({ gateway: false });
}, 120_000);
afterAll(async () => {
  await sandbox.stop();
}, 30_000);

const { ines, henrik, mei, lucia, rafael, greta, jonas } = staff;
/** By channel: its members are not these. */
const strangers = { trade: [jonas, lucia, rafael, greta], border: [henrik, mei] } as const;
const members = { trade: ines, border: ines } as const;
const channels = ['trade', 'border'] as const;
type Channel = (typeof channels)[number];
type Node = Sandbox['network']['engine']['peers'][number];

/** Somebody's connection to a node. */
function clientAt({ endpoint, tlsCa }: Pick<Node, 'endpoint' | 'tlsCa'>, by: Person): TestClient {
  const { certificate, key } = sandbox.network.folder.identity(by.msp, by.person);
  const pair = { certificate: readFileSync(certificate, 'utf8'), key: readFileSync(key, 'utf8') };
  return new TestClient(by.msp, pair, endpoint, readFileSync(tlsCa, 'utf8'));
}

const known = ['register:GetDecision', 'FOUNDING'] as const;

/** What the SDK and the peers' own chaincodes offer for reading and writing. */
const calls: Readonly<Record<string, (channel: string, of: TestClient) => Promise<unknown>>> = {
  evaluate: (channel, of) => of.contract('argosy', channel).evaluateTransaction(...known),
  endorse: (channel, of) => endorsed(of.contract('argosy', channel), known),
  'blocks’ height': (channel, of) => asked(of, channel, 'qscc', ['GetChainInfo', channel]),
  'a block': (channel, of) => asked(of, channel, 'qscc', ['GetBlockByNumber', channel, '1']),
  configuration: (channel, of) => asked(of, channel, 'cscc', ['GetConfigBlock', channel]),
  'channel configuration': (channel, of) =>
    asked(of, channel, 'cscc', ['GetChannelConfig', channel]),
};

function asked(of: TestClient, channel: string, name: string, args: readonly string[]) {
  const [called = '', ...others] = args;
  return of.contract(name, channel).evaluateTransaction(called, ...others);
}

function endorsed(contract: Contract, [name, ...args]: readonly [string, ...string[]]) {
  return contract.newProposal(name, { arguments: args }).endorse();
}

const streams = ['full', 'filtered', 'withPrivateData'] as const;

describe.each(channels)('on %s', (channel: Channel) => {
  const peers = (): readonly Node[] => sandbox.network.engine.peers;

  test('a member is given all of it, so that what is refused below is refused for who asks', async () => {
    const sponsor = channel === 'trade' ? 'ImportBankMSP' : 'CustomsMSP';
    const at = peers().find(({ msp }) => msp === sponsor);
    if (at === undefined) throw new Error('no such peer');
    const client = clientAt(at, members[channel]);
    try {
      for (const [name, call] of Object.entries(calls))
        expect([name, await call(channel, client)]).toEqual([name, expect.anything()]);
    } finally {
      client.close();
    }
    for (const stream of streams) {
      const blocks = await delivered(sandbox.network, {
        at,
        by: members[channel],
        channel,
        stream,
      });
      expect(blocks.length).toBeGreaterThan(1);
    }
  });

  test('a member of another channel is refused every call, at every peer', async () => {
    let refused = 0;
    for (const by of strangers[channel])
      for (const at of peers()) {
        const client = clientAt(at, by);
        for (const [name, call] of Object.entries(calls)) {
          const label = `${name} by ${by.person} at ${at.name}`;
          const outcome = await call(channel, client).then(
            () => 'answered',
            () => 'refused',
          );
          expect([label, outcome]).toEqual([label, 'refused']);
          refused += 1;
        }
        client.close();
      }
    expect(refused).toBe(strangers[channel].length * 5 * 6);
  });

  test('a member of another channel is delivered nothing, by any peer and any orderer', async () => {
    const { orderers } = sandbox.network.engine;
    const nodes = [
      ...peers().flatMap((at) => streams.map((stream) => ({ at, stream }) as const)),
      ...orderers.map((at) => ({ at, stream: 'ordered' }) as const),
    ];
    for (const by of strangers[channel])
      for (const { at, stream } of nodes) {
        const label = `${stream} by ${by.person} at ${at.name}`;
        const outcome = await delivered(sandbox.network, { at, by, channel, stream }).then(
          () => 'delivered',
          (error: unknown) => String(error),
        );
        expect([label, outcome]).toEqual([
          label,
          expect.stringMatching(/ended with status 40[34]/),
        ]);
      }
  });

  test('a member of another channel cannot have ordered what others endorsed', async () => {
    const [by] = strangers[channel];
    const sponsor = peers().find(({ msp }) =>
      channel === 'trade' ? msp === 'ImportBankMSP' : msp === 'CustomsMSP',
    );
    if (sponsor === undefined) throw new Error('no such peer');
    const member = clientAt(sponsor, members[channel]);
    const transaction = await endorsed(member.contract('argosy', channel), known);
    const stranger = clientAt(sponsor, by);
    const taken = stranger.gateway.newTransaction(transaction.getBytes());
    // Every orderer refuses it; the SDK is told that too few took it.
    await expect(taken.submit()).rejects.toThrow('insufficient number of orderers');
    member.close();
    stranger.close();
  });

  test('the operator of an orderer has from it what the page of who sees what lists, and no more', async () => {
    const listed = new Set<string>(Object.keys(blockContents));
    for (const orderer of sandbox.network.engine.orderers) {
      const found = contentsOf(await ordered(sandbox.network, orderer, channel));
      expect(found.size).toBeGreaterThan(8);
      expect([...found.keys()].filter((it) => !listed.has(it))).toEqual([]);
    }
  });
});
