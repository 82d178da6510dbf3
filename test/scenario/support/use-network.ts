import { randomBytes } from 'node:crypto';
import { readDescription } from '@argosy/operator/description';
import type { NetworkDescription } from '@argosy/operator/description';
import { runFolder } from '@argosy/operator/run-folder';
import { application, daysAfter } from 'argosy/sample-deal/particulars';
import { parties, people, sdkClientAt } from './sdk.js';

/** What network.json says of the network that runs from a folder. */
export function described(home: string): NetworkDescription {
  const description = readDescription(runFolder(home));
  if (description === undefined) throw new Error(`nothing ran from ${home}`);
  return description;
}

/** Have the importer apply for a credit on each channel, through the published SDK and the peer that is the importer's there:
 *  its own, or its sponsor's. Answers the channels. */
export async function applyOnEachChannel(home: string): Promise<readonly string[]> {
  const { channels } = described(home);
  await Promise.all(channels.map((channel) => applyOn(home, channel)));
  return channels.map(({ name }) => name);
}

async function applyOn(
  home: string,
  { name, members }: NetworkDescription['channels'][number],
): Promise<void> {
  const { msp, person } = people.ines;
  const sponsor = members.find((member) => member.msp === msp)?.sponsor ?? msp;
  const peer = described(home).peers.find((it) => it.msp === sponsor);
  if (peer === undefined) throw new Error(`no peer serves ${msp} on ${name}`);
  const client = sdkClientAt(peer, runFolder(home).identity(msp, person), msp, name);
  try {
    const reference = randomBytes(8).toString('hex').toUpperCase();
    const today = daysAfter(new Date().toISOString().slice(0, 10), 0);
    const command = JSON.stringify(application({ reference, parties, today }));
    const requestId = randomBytes(32).toString('hex');
    await client.contract.submitTransaction('credit:Apply', command, requestId);
    const credit = await client.contract.evaluateTransaction('credit:Get', reference);
    if (!Buffer.from(credit).toString().includes('"applied"'))
      throw new Error(`the credit is not there on ${name}`);
  } finally {
    client.close();
  }
}
