import { setTimeout as delay } from 'node:timers/promises';
import type { Signer } from '@argosy/protocol/signer';
import type { PeerClient } from './fabric/peer-client.js';
import { ask } from './fabric/transaction.js';
import { reasonOf } from '@argosy/protocol/reason';
import { OperatorError } from './operator-error.js';
import type { Chaincode } from './topology/schema.js';

export type Probe = Chaincode['probe'] & { readonly channel: string; readonly chaincode: string };

const patience = 60_000;
const between = 25;

/** Wait until the chaincode answers the probe through this peer: an open port says nothing of what is behind it. */
export async function awaitAnswer(peer: PeerClient, signer: Signer, probe: Probe): Promise<void> {
  const until = performance.now() + patience;
  for (;;) {
    const said = await tryProbe(peer, signer, probe);
    if (said.includes(probe.answer)) return;
    if (performance.now() > until) throw silent(peer, probe, said);
    await delay(between);
  }
}

async function tryProbe(peer: PeerClient, signer: Signer, probe: Probe): Promise<string> {
  try {
    const { message, payload } = await ask(peer, signer, {
      channel: probe.channel,
      chaincode: probe.chaincode,
      arguments: [probe.function, ...probe.arguments].map((it) => Buffer.from(it)),
    });
    return `${message}${Buffer.from(payload).toString('utf8')}`;
  } catch (failure) {
    return reasonOf(failure);
  }
}

const silent = (peer: PeerClient, { chaincode, function: name, answer }: Probe, said: string) =>
  new OperatorError({
    what: `The chaincode ${chaincode} does not answer through ${peer.address.name}`,
    why: `${name} should have answered ${answer} within ${patience / 1000} seconds; it last said: ${said}`,
    fix: 'Look at the logs of the chaincode and of devnet in the run folder.',
  });
