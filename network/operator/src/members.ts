import { readFileSync } from 'node:fs';
import { pemSigner } from '@argosy/protocol/signer';
import type { Signer } from '@argosy/protocol/signer';
import type { Engine } from './engine/engine.js';
import { PeerClient } from './fabric/peer-client.js';
import { adminName } from './pki/plan.js';
import type { RunFolder } from './run-folder.js';
import type { Topology } from './topology/schema.js';

/** An organisation's peers, and who may decide for the organisation. */
export type Member = {
  readonly msp: string;
  readonly peers: readonly PeerClient[];
  readonly administrator: Signer;
};

type Connecting = {
  readonly topology: Topology;
  readonly engine: Pick<Engine, 'peers'>;
  readonly folder: RunFolder;
  /** What the network takes for the present. */
  readonly now: () => Date;
};

/** Do something with connections to the peers of all organisations that have any; they are closed afterwards. */
export async function withMembers<T>(
  { topology, engine, folder, now }: Connecting,
  work: (members: readonly Member[]) => Promise<T>,
): Promise<T> {
  const members = topology.organisations.flatMap(({ msp }): Member[] => {
    const peers = engine.peers
      .filter((it) => it.msp === msp)
      .map((it) => new PeerClient(it, { now }));
    return peers.length === 0 ? [] : [{ msp, peers, administrator: administrator(folder, msp) }];
  });
  try {
    return await work(members);
  } finally {
    for (const peer of members.flatMap(({ peers }) => peers)) peer.close();
  }
}

function administrator(folder: RunFolder, msp: string): Signer {
  const { certificate, key } = folder.identity(msp, adminName);
  return pemSigner(msp, readFileSync(certificate, 'utf8'), readFileSync(key, 'utf8'));
}
