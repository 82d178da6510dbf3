import { randomBytes } from 'node:crypto';
import { readDescription } from '@argosy/operator/description';
import type { NetworkDescription } from '@argosy/operator/description';
import { adminName } from '@argosy/operator/pki/plan';
import { runFolder } from '@argosy/operator/run-folder';
import { foundingProposal } from 'argosy/register/founding';
import { sdkClientAt } from './sdk.js';

/** What network.json says of the network that runs from a folder. */
export function described(home: string): NetworkDescription {
  const description = readDescription(runFolder(home));
  if (description === undefined) throw new Error(`nothing ran from ${home}`);
  return description;
}

/** Have an administrator propose on each channel how its register is to be founded, through the published SDK and a peer of his
 *  own: any number of times, as long as nobody approves. Answers the channels. */
export async function useEachChannel(home: string): Promise<readonly string[]> {
  const { channels } = described(home);
  await Promise.all(channels.map((channel) => proposeOn(home, channel)));
  return channels.map(({ name }) => name);
}

async function proposeOn(
  home: string,
  { name, members, endorsement }: NetworkDescription['channels'][number],
): Promise<void> {
  const [msp = ''] = endorsement.of;
  const peer = described(home).peers.find((it) => it.msp === msp);
  if (peer === undefined) throw new Error(`no peer serves ${msp} on ${name}`);
  const client = sdkClientAt(peer, runFolder(home).identity(msp, adminName), msp, name);
  try {
    const reference = randomBytes(8).toString('hex').toUpperCase();
    const sponsored = members.map(({ msp: member, sponsor = member }) => ({
      msp: member,
      sponsor,
    }));
    const channel = {
      members: sponsored,
      endorsement: { ...endorsement, of: [...endorsement.of] },
    };
    const proposal = { ...foundingProposal(channel, 2026), reference };
    const requestId = randomBytes(32).toString('hex');
    await client.contract.submitTransaction(
      'register:Propose',
      JSON.stringify(proposal),
      requestId,
    );
    const decision = await client.contract.evaluateTransaction('register:GetDecision', reference);
    if (!Buffer.from(decision).toString().includes('"proposed"'))
      throw new Error(`the proposal is not there on ${name}`);
  } finally {
    client.close();
  }
}
