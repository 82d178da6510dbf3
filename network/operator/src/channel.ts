import { randomBytes } from 'node:crypto';
import { existsSync, readFileSync } from 'node:fs';
import { buildGenesisBlock } from '@argosy/protocol/genesis';
import type { MspSpec } from '@argosy/protocol/config-group';
import type { ChannelSpec, MemberSpec, OrdererSpec } from '@argosy/protocol/genesis';
import { writeFileAtomically } from './files.js';
import { OperatorError } from './operator-error.js';
import { consenterName } from './pki/plan.js';
import type { PortPlan } from './ports.js';
import type { RunFolder } from './run-folder.js';
import type { Channel, Topology } from './topology/schema.js';

type Plan = { readonly topology: Topology; readonly folder: RunFolder; readonly ports: PortPlan };

/** Make each channel's first block unless it is there. Answers the names of the channels that were made.
 *  Refuses when the ledger is older than the block would be: a channel cannot get a second first block. */
export function ensureChannels(plan: Plan, now: Date): readonly string[] {
  const { topology, folder } = plan;
  const missing = topology.channels.filter(({ name }) => !existsSync(folder.genesisBlock(name)));
  const first = missing[0];
  if (first !== undefined && existsSync(folder.devnet)) {
    throw new OperatorError({
      what: `The first block of the channel ${first.name} is missing`,
      why: `${folder.devnet} holds a ledger, and ${folder.genesisBlock(first.name)} does not exist.`,
      fix: `Restore that file, or remove ${folder.home} and lose its ledger.`,
    });
  }
  for (const channel of missing) {
    const time = timestamp(now);
    const block = buildGenesisBlock(channelSpec(plan, channel), { time, nonce: randomBytes(24) });
    writeFileAtomically(folder.genesisBlock(channel.name), block);
  }
  return missing.map(({ name }) => name);
}

/** A moment as protobuf's Timestamp. */
export const timestamp = (now: Date): { readonly seconds: bigint; readonly nanos: number } => ({
  seconds: BigInt(Math.floor(now.getTime() / 1000)),
  nanos: (now.getTime() % 1000) * 1_000_000,
});

/** What a channel begins with. Each consenter's address is also where clients and peers reach its organisation's orderer. */
function channelSpec({ topology, folder, ports }: Plan, channel: Channel): ChannelSpec {
  return {
    channelId: channel.name,
    consensus: channel.consensus,
    members: channel.members.map(({ msp }): MemberSpec => ({
      ...mspSpec(folder, msp),
      anchorPeers: peersOf(topology, msp).map((peer) => ({
        host: 'localhost',
        port: ports.peerPorts(msp, peer).grpc,
      })),
    })),
    orderers: channel.consenters.map((msp, index): OrdererSpec => {
      const { certificate, tls } = folder.identity(msp, consenterName);
      return {
        ...mspSpec(folder, msp),
        consenters: [
          {
            id: index + 1,
            host: 'localhost',
            port: ports.ordererPorts(msp).grpc,
            certificate: readFileSync(certificate, 'utf8'),
            tlsCertificate: readFileSync(tls.certificate, 'utf8'),
          },
        ],
      };
    }),
    endorsement: rule(channel.endorsement),
    lifecycleEndorsement: rule(channel.lifecycle),
  };
}

const peersOf = ({ organisations }: Topology, msp: string): readonly string[] =>
  organisations.find((it) => it.msp === msp)?.peers ?? [];

const rule = (policy: Channel['endorsement']) => ({ n: policy.outOf, mspIds: policy.of });

const mspSpec = (folder: RunFolder, msp: string): MspSpec => ({
  mspId: msp,
  rootCertificate: readFileSync(folder.authority(msp, 'enrolment').certificate, 'utf8'),
  tlsRootCertificate: readFileSync(folder.authority(msp, 'tls').certificate, 'utf8'),
});
