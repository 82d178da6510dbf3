import { readFileSync } from 'node:fs';
import { submit } from '@argosy/operator/fabric/transaction';
import { PeerClient } from '@argosy/operator/fabric/peer-client';
import type { Network } from '@argosy/operator/network';
import { OperatorError } from '@argosy/operator/operator-error';
import { adminName } from '@argosy/operator/pki/plan';
import { reasonOf } from '@argosy/protocol/reason';
import { pemSigner } from '@argosy/protocol/signer';
import type { DevnetPlan } from './options.js';

/** Initialise the chaincode, where that was asked for, as the first organisation's administrator and endorsed by all. One that is
 *  initialised already, on a ledger that was kept, is left as it is. */
export async function initialise(
  { topology, engine, folder }: Pick<Network, 'topology' | 'engine' | 'folder'>,
  { init, channel, name }: Pick<DevnetPlan, 'init' | 'channel' | 'name'>,
): Promise<void> {
  const msp = topology.organisations[0]?.msp;
  if (init === undefined || msp === undefined) return;
  const { certificate, key } = folder.identity(msp, adminName);
  const read = (file: string): string => readFileSync(file, 'utf8');
  const administrator = pemSigner(msp, read(certificate), read(key));
  const peers = engine.peers.map((it) => new PeerClient(it));
  try {
    await submit(peers, administrator, {
      channel,
      chaincode: name,
      arguments: [init.function, ...init.arguments].map((it) => Buffer.from(it)),
      isInit: true,
    });
  } catch (failure) {
    const why = reasonOf(failure);
    if (why.includes('is already initialized but called as init')) return;
    throw new OperatorError({
      what: `The chaincode could not be initialised with ${init.function}`,
      why: `${why}.`,
      fix: 'Correct the function, or the call that --init gives.',
    });
  } finally {
    for (const peer of peers) peer.close();
  }
}
