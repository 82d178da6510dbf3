import { readFileSync } from 'node:fs';
import type { NetworkDescription } from '@argosy/operator/description';
import type { RunFolder } from '@argosy/operator/run-folder';
import { PeerClient } from '@argosy/operator/fabric/peer-client';
import { pemSigner } from '@argosy/protocol/signer';
import type { Signer } from '@argosy/protocol/signer';

const auditorRole = 'auditor';
const patienceMilliseconds = 20_000;

/** The organisation of a network whose people audit, and that has a peer of its own; undefined where there is none. */
export function auditorIn({
  organisations,
  peers,
}: NetworkDescription): { readonly msp: string; readonly person: string } | undefined {
  for (const { msp, people } of organisations) {
    const person = people.find(({ role }) => role === auditorRole);
    if (person !== undefined && peers.some((peer) => peer.msp === msp)) {
      return { msp, person: person.id };
    }
  }
  return undefined;
}

/** The peers of a network, as one person calls them. */
export class PeerCalls {
  readonly signer: Signer;
  /** Who calls: `amara of AuditorMSP`. */
  readonly name: string;
  readonly #clients = new Map<string, PeerClient>();

  constructor(
    private readonly network: {
      readonly description: NetworkDescription;
      readonly folder: RunFolder;
      /** What the network takes for the present. */
      readonly now: () => Date;
    },
    { msp, person }: { readonly msp: string; readonly person: string },
  ) {
    this.name = `${person} of ${msp}`;
    const { certificate, key } = network.folder.identity(msp, person);
    this.signer = pemSigner(msp, readFileSync(certificate, 'utf8'), readFileSync(key, 'utf8'));
  }

  /** The peers that have joined a channel, one's own first. */
  of(channel: NetworkDescription['channels'][number]): readonly PeerClient[] {
    const members = channel.members.map(({ msp }) => msp);
    const own = this.signer.mspId;
    return this.network.description.peers
      .filter(({ msp }) => members.includes(msp))
      .toSorted((a, b) => Number(b.msp === own) - Number(a.msp === own))
      .map((address) => {
        const known = this.#clients.get(address.name);
        const timeoutMilliseconds = patienceMilliseconds;
        const client =
          known ?? new PeerClient(address, { now: this.network.now, timeoutMilliseconds });
        this.#clients.set(address.name, client);
        return client;
      });
  }

  close(): void {
    for (const client of this.#clients.values()) client.close();
  }
}
