import { decisionDocument } from '@argosy/domain/register/decision';
import type { RegisterDecision } from '@argosy/domain/register/decision';
import { withMembers } from '@argosy/operator/members';
import type { Network } from '@argosy/operator/network';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { foundRegisters } from 'argosy/register/found';
import { foundingProposal, foundingReference } from 'argosy/register/founding';
import { RegisterClient } from 'argosy/register/register-client';
import { startSandbox } from './support/sandbox.js';
import type { Sandbox } from './support/sandbox.js';

let sandbox: Sandbox;

beforeAll(async () => {
  sandbox = await startSandbox({ gateway: false, registers: false });
}, 90_000);
afterAll(() => sandbox.stop(), 30_000);

/** The network as if it had these channels only. */
function only(...names: readonly string[]): Network {
  const { network } = sandbox;
  const channels = network.topology.channels.filter(({ name }) => names.includes(name));
  return { ...network, topology: { ...network.topology, channels } };
}

/** Do something with the register of a channel, as these members see it. */
async function onRegister<T>(
  name: string,
  voters: readonly string[],
  work: (client: RegisterClient, member: Parameters<RegisterClient['submit']>[0]) => Promise<T>,
): Promise<T> {
  const { topology, engine, folder } = sandbox.network;
  const channel = topology.channels.find((it) => it.name === name);
  if (channel === undefined) throw new Error(`There is no channel ${name}.`);
  return withMembers({ topology, engine, folder, now: () => new Date() }, (members) => {
    const own = members.filter(({ msp }) => voters.includes(msp));
    const [first] = own;
    if (first === undefined) throw new Error('Nobody has a peer.');
    return work(new RegisterClient(channel, own), first);
  });
}

const decisionOn = (channel: string): Promise<RegisterDecision | undefined> =>
  onRegister(channel, ['CarrierMSP'], (client) =>
    client.read(decisionDocument, 'GetDecision', [foundingReference]),
  );

test('the registers are founded once, that of trade by what was decided on consortium', async () => {
  expect(await foundRegisters(only('trade', 'consortium'))).toEqual(['consortium', 'trade']);
  const [consortium, trade] = await Promise.all(['consortium', 'trade'].map(decisionOn));
  expect(consortium).not.toHaveProperty('source');
  expect(trade?.source).toEqual({
    channel: 'consortium',
    decision: foundingReference,
    transactionId: consortium?.approvals.at(-1)?.transactionId,
    sha256: consortium?.sha256,
  });
  expect(await foundRegisters(only('trade', 'consortium'))).toEqual([]);
}, 60_000);

test('a channel that a member has founded for itself is not used', async () => {
  const { topology } = sandbox.network;
  const border = topology.channels.find(({ name }) => name === 'border');
  if (border === undefined) throw new Error('There is no border.');
  const proposal = {
    ...foundingProposal(border, 2026),
    reference: 'COUP',
    constitution: { voters: ['CarrierMSP'], required: 1 },
  };
  await onRegister('border', ['CarrierMSP', 'CustomsMSP'], (client, carrier) =>
    client.submit(carrier, 'Propose', proposal),
  );
  await expect(foundRegisters(only('border'))).rejects.toThrow(
    /^the register of border was founded by another decision than this network's: by COUP \([0-9a-f]{64}\), where 1 of CarrierMSP decide/,
  );
}, 60_000);
