import { readFileSync } from 'node:fs';
import { reasonOf } from '@argosy/protocol/reason';
import { pemSigner } from '@argosy/protocol/signer';
import type { Signer } from '@argosy/protocol/signer';
import type { NetworkDescription } from '../description.js';
import { PeerClient } from '../fabric/peer-client.js';
import { adminName } from '../pki/plan.js';
import type { RunFolder } from '../run-folder.js';
import { authorityAnswers } from './authority.js';
import { definitionsOn } from './definitions.js';
import type { DefinitionReport } from './definitions.js';
import { ordererHeights } from './orderer.js';
import { peerHeights } from './peer.js';

/** A node as it was found: how far each of its channels is, or why it does not answer. */
export type NodeReport = {
  readonly name: string;
  readonly role: 'peer' | 'orderer' | 'authority';
  readonly msp: string;
  readonly endpoint: string;
  readonly isUp: boolean;
  readonly why?: string;
  /** The height of each channel that it has joined. */
  readonly heights: Readonly<Record<string, number>>;
};

export type NetworkReport = {
  readonly nodes: readonly NodeReport[];
  readonly definitions: readonly DefinitionReport[];
};

export type Inspected = {
  readonly description: NetworkDescription;
  readonly folder: RunFolder;
  /** What the network takes for the present. */
  readonly now: () => Date;
};

const patienceMilliseconds = 3_000;

/** Ask every node of a network how it is, as an administrator would, and the channels what runs on them. */
export async function inspectNetwork(of: Inspected): Promise<NetworkReport> {
  const { description, folder } = of;
  const clients = description.peers.map(
    (it) => new PeerClient(it, { now: of.now, timeoutMilliseconds: patienceMilliseconds }),
  );
  try {
    const peers = clients.map((client) =>
      report({ ...client.address, role: 'peer' }, () => peerHeights(client, adminOf(of, client))),
    );
    const orderers = description.orderers.map((it) => {
      const client = folder.identity(it.msp, adminName).tls;
      return report({ ...it, role: 'orderer' }, () =>
        ordererHeights(it.admin, { client, timeoutMilliseconds: patienceMilliseconds }),
      );
    });
    const authorities = description.authorities.map(({ url, tlsCa, msp }) =>
      report({ name: 'ca', role: 'authority', msp, endpoint: new URL(url).host }, () =>
        authorityAnswers(url, { tlsCa, timeoutMilliseconds: patienceMilliseconds }),
      ),
    );
    const [nodes, definitions] = await Promise.all([
      Promise.all([...peers, ...orderers, ...authorities]),
      definitionsOn(description.channels, clients, (client) => adminOf(of, client)),
    ]);
    return { nodes, definitions };
  } finally {
    clients.forEach((client) => {
      client.close();
    });
  }
}

function adminOf({ folder }: Inspected, { address: { msp } }: PeerClient): Signer {
  const { certificate, key } = folder.identity(msp, adminName);
  return pemSigner(msp, readFileSync(certificate, 'utf8'), readFileSync(key, 'utf8'));
}

type Node = Pick<NodeReport, 'name' | 'role' | 'msp' | 'endpoint'>;

async function report(
  { name, role, msp, endpoint }: Node,
  heights: () => Promise<NodeReport['heights']>,
): Promise<NodeReport> {
  const node = { name, role, msp, endpoint };
  try {
    return { ...node, isUp: true, heights: await heights() };
  } catch (failure) {
    return { ...node, isUp: false, why: reasonOf(failure), heights: {} };
  }
}
