import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { systemAmbient } from '@argosy/devnet/ambient';
import { Devnet } from '@argosy/devnet/devnet';
import { QueryInstalledChaincodeArgs } from '@argosy/protocol/messages/lifecycle';
import { SignaturePolicyEnvelope } from '@argosy/protocol/messages/policies';
import { outOf, roleOf } from '@argosy/protocol/policy-build';
import { pemSigner } from '@argosy/protocol/signer';
import { decode, encode } from '@argosy/protocol/wire';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { enrolled } from '../test-support/enrolled.js';
import { freeBase } from '../test-support/free-base.js';
import { ensureChannels } from './channel.js';
import { deploy } from './deploy.js';
import { commit, ensureApproved, ensureInstalled } from './deploy-steps.js';
import { ordererAddresses, peerAddresses } from './engine/addresses.js';
import { devnetConfig } from './engine/devnet-config.js';
import { PeerClient } from './fabric/peer-client.js';
import { ask } from './fabric/transaction.js';
import { chaincodePackage } from './package.js';
import type { ChaincodePackage } from './package.js';
import { joinOrderers } from './joins/join-orderers.js';
import type { Joining } from './joins/join-orderers.js';
import { joinPeers } from './joins/join-peers.js';
import { withMembers } from './members.js';
import type { Member } from './members.js';
import { planPorts } from './ports.js';
import { runFolder } from './run-folder.js';
import { readTopology } from './topology/read.js';

// Organisations with two peers each.
const topology = readTopology(fileURLToPath(new URL('../../topology.yaml', import.meta.url)), 'ha');
const home = mkdtempSync(join(tmpdir(), 'argosy-deploy-'));
const folder = runFolder(home);
const definition = {
  channel: 'trade',
  name: 'argosy',
  version: '0.1.0',
  package: chaincodePackage('argosy', '0.1.0'),
};
const [lifecycle = []] = topology.channels.map((channel) => channel.lifecycle.of);
let devnet: Devnet;
let members: Member[];
let joined: (readonly [number, number])[];

beforeAll(async () => {
  const ports = planPorts(topology, await freeBase());
  await enrolled({ topology, folder, ports });
  expect(ensureChannels({ topology, folder, ports }, new Date())).toEqual([
    'trade',
    'border',
    'consortium',
  ]);
  const plan = { topology, folder, ports };
  devnet = await Devnet.start(devnetConfig(plan), systemAmbient);
  const engine = { peers: peerAddresses(plan), orderers: ordererAddresses(plan) };
  joined = await Promise.all([0, 1].map(() => joins({ topology, engine, folder })));
  joined.push(await joins({ topology, engine, folder }));
  const msps = topology.channels[0]?.members.map(({ msp }) => msp) ?? [];
  members = msps.flatMap((msp) => {
    const peers = engine.peers.filter((it) => it.msp === msp).map((it) => new PeerClient(it));
    return peers.length === 0 ? [] : [{ msp, peers, administrator: signer(msp, 'admin') }];
  });
}, 60_000);
afterAll(async () => {
  members.forEach(({ peers }) => peers.forEach((peer) => peer.close()));
  await devnet.close();
  rmSync(home, { recursive: true, force: true });
});

const joins = async (of: Joining): Promise<readonly [number, number]> =>
  withMembers({ ...of, now: () => new Date() }, (all) =>
    Promise.all([joinOrderers(of), joinPeers(of, all)]),
  );

const signer = (msp: string, name: string) => {
  const { certificate, key } = folder.identity(msp, name);
  return pemSigner(msp, readFileSync(certificate, 'utf8'), readFileSync(key, 'utf8'));
};
const installEverywhere = (it: ChaincodePackage) =>
  Promise.all(members.map((member) => ensureInstalled(member, it)));

/** How many blocks the channel has: what was done already writes none. */
const height = (): bigint => devnet.channels.get('trade')!.ledger.height;

test('every node joins its channels, also when it is told so twice at once, and then no more', () => {
  const [, , third] = joined;
  expect(third).toEqual([0, 0]);
  for (const name of ['trade', 'border', 'consortium'])
    expect(devnet.channels.get(name)?.ledger.height).toBeGreaterThan(0n);
});

test('a package is installed, a definition approved and committed once, however often it is asked for', async () => {
  await installEverywhere(definition.package);
  const first = await deploy(members, lifecycle, definition);
  expect(first).toEqual({ sequence: 1n, transactionId: expect.stringMatching(/^[0-9a-f]{64}$/) });
  const before = height();
  await installEverywhere(definition.package);
  expect(await deploy(members, lifecycle, definition)).toEqual({ sequence: 1n });
  expect(height()).toBe(before);
});

test('a package is installed at each peer of an organisation', async () => {
  const [member] = members;
  expect(member?.peers).toHaveLength(2);
  const query = encode(QueryInstalledChaincodeArgs, { packageId: definition.package.id });
  for (const peer of member?.peers ?? []) {
    const asked = [Buffer.from('QueryInstalledChaincode'), query];
    const call = { channel: '', chaincode: '_lifecycle', arguments: asked };
    expect((await ask(peer, member!.administrator, call)).status).toBe(200);
  }
});

test('the same deployment twice at once is one', async () => {
  const twice = { ...definition, name: 'twice' };
  const done = await Promise.all([1, 2].map(() => deploy(members, lifecycle, twice)));
  expect(done.map(({ sequence }) => sequence)).toEqual([1n, 1n]);
  expect(await deploy(members, lifecycle, twice)).toEqual({ sequence: 1n });
});

test('one approval asked for twice at once is one', async () => {
  const again = { ...definition, name: 'again' };
  const approve = () => ensureApproved(members[0]!, again, 1n);
  await Promise.all([approve(), approve()]);
  const before = height();
  await approve();
  expect(height()).toBe(before);
});

const banks = outOf(1, [roleOf('ImportBankMSP', 'member'), roleOf('ExportBankMSP', 'member')]);
const memberOrgsPolicy = { signaturePolicy: decode(SignaturePolicyEnvelope, banks) };

test('other collections are another definition, the next in sequence', async () => {
  const without = { ...definition, name: 'private' };
  expect((await deploy(members, lifecycle, without)).sequence).toBe(1n);
  const collections = {
    config: [{ staticCollectionConfig: { name: 'terms', memberOrgsPolicy } }],
  };
  const changed = { ...without, collections };
  expect((await deploy(members, lifecycle, changed)).sequence).toBe(2n);
  expect(await deploy(members, lifecycle, changed)).toEqual({ sequence: 2n });
});

test('a deployment that did not come to its end is completed', async () => {
  const other = { ...definition, name: 'other' };
  await ensureInstalled(members[0]!, other.package);
  await ensureApproved(members[0]!, other, 1n);
  expect((await deploy(members, lifecycle, other)).sequence).toBe(1n);
});

test('a new version is the next sequence', async () => {
  const next = { ...definition, version: '0.2.0', package: chaincodePackage('argosy', '0.2.0') };
  await installEverywhere(next.package);
  expect((await deploy(members, lifecycle, next)).sequence).toBe(2n);
  expect(await deploy(members, lifecycle, next)).toEqual({ sequence: 2n });
});

test('who has not approved does not endorse the commit', async () => {
  const lonely = { ...definition, name: 'lonely' };
  await ensureApproved(members[0]!, lonely, 1n);
  await expect(commit(members, lonely, 1n)).rejects.toThrow(
    'chaincode definition not agreed to by this org (ExportBankMSP)',
  );
});

test('the endorsement of one bank alone does not commit a definition', async () => {
  const single = { ...definition, name: 'single' };
  const one = members.slice(0, 1);
  await expect(deploy(one, lifecycle, single)).rejects.toThrow('is invalid');
});

test('a second first block is never made for a ledger', () => {
  rmSync(folder.genesisBlock('trade'));
  const plan = { topology, folder, ports: planPorts(topology, 17_000) };
  expect(() => ensureChannels(plan, new Date())).toThrow(
    'The first block of the channel trade is missing',
  );
});
