import { readFileSync } from 'node:fs';
import { ParallelVerifier } from '@argosy/ledger/verification/parallel-verifier';
import { runFolder } from '@argosy/operator/run-folder';
import { auditorCalls, requireDescription, sourceOf, wantedChannels } from './audited-channels.js';
import type { PeerCalls } from './auditor.js';
import { compareStatements } from './compare-statements.js';
import type { AuditDifference } from './difference.js';
import { verifyChannel } from './verify-channel.js';
import type { ChannelAudit } from './verify-channel.js';

export type NetworkToAudit = {
  /** The run folder. */
  readonly home: string;
  /** Whether its peers can be asked. Else the blocks are judged that it has stored. */
  readonly isUp: boolean;
  /** All that the auditor is on, unless said. */
  readonly channels?: readonly string[];
};

/** What auditing a network came to. */
export type NetworkAudit = {
  /** Who audited: `amara of AuditorMSP`; nobody in particular where blocks were read from files. */
  readonly auditor?: string;
  readonly channels: readonly ChannelAudit[];
  readonly blocks: number;
  readonly transactions: number;
  readonly signatures: number;
  readonly documents: number;
  /** What documents of one channel say of another, as far as it was compared. */
  readonly statements: number;
  /** All that were found, those of the channels too. */
  readonly differences: readonly AuditDifference[];
  readonly notCompared: readonly string[];
  readonly milliseconds: number;
};

/** What happens in an audit, one thing at a time. */
export type AuditHappening =
  | ({ readonly event: 'auditedChannel' } & ChannelAudit)
  | ({ readonly event: 'difference' } & AuditDifference)
  | ({ readonly event: 'audited' } & Omit<NetworkAudit, 'channels' | 'differences'> & {
        readonly differences: number;
      });

/**
 * Re-verify a network from the first block of each channel on, as its auditor: with the auditor's identity, from the auditor's own peer,
 * believing nobody. Every block, signature and transaction is judged anew; flags, hashes and every document are compared with what peers
 * answer; and what one channel says of another with that channel's own records. Refuses a folder of no network, and a channel that it does
 * not have; throws where the blocks cannot be had.
 */
export async function verifyNetwork(
  network: NetworkToAudit,
  tell: (happening: AuditHappening) => void,
): Promise<NetworkAudit> {
  const since = performance.now();
  const folder = runFolder(network.home);
  const description = requireDescription(folder);
  const calls = network.isUp ? await auditorCalls(description, folder) : undefined;
  const verifier = new ParallelVerifier();
  try {
    const wanted = wantedChannels(description, network, calls);
    const audited = await Promise.all(
      wanted.map(async (channel) => {
        const one = await verifyChannel({
          channel: channel.name,
          chaincode: channel.chaincodes[0] ?? '',
          genesisBlock: readFileSync(channel.genesisBlock),
          source: sourceOf(channel, { calls, folder }),
          verifier,
        });
        tellChannel(one.audit, tell);
        return one;
      }),
    );
    const found = new Map(audited.map(({ audit, documents }) => [audit.channel, documents]));
    const statements = compareStatements(found);
    for (const difference of statements.differences) tell({ event: 'difference', ...difference });
    const channels = audited.map(({ audit }) => audit);
    const audit = summary(channels, { statements, calls, milliseconds: performance.now() - since });
    const { channels: _, differences, ...counts } = audit;
    tell({ event: 'audited', ...counts, differences: differences.length });
    return audit;
  } finally {
    calls?.close();
    await verifier.close();
  }
}

function tellChannel(audit: ChannelAudit, tell: (happening: AuditHappening) => void): void {
  tell({ event: 'auditedChannel', ...audit });
  for (const difference of audit.differences) tell({ event: 'difference', ...difference });
}

function summary(
  channels: readonly ChannelAudit[],
  of: {
    readonly statements: ReturnType<typeof compareStatements>;
    readonly calls: PeerCalls | undefined;
    readonly milliseconds: number;
  },
): NetworkAudit {
  const { statements, calls, milliseconds } = of;
  const sum = (count: (channel: ChannelAudit) => number): number =>
    channels.reduce((total, channel) => total + count(channel), 0);
  return {
    ...(calls === undefined ? {} : { auditor: calls.name }),
    channels,
    blocks: sum(({ blocks }) => blocks),
    transactions: sum(({ transactions }) => transactions),
    signatures: sum(({ signatures }) => signatures),
    documents: sum(({ documents }) => documents),
    statements: statements.compared,
    differences: [...channels.flatMap(({ differences }) => differences), ...statements.differences],
    notCompared: [
      ...(calls === undefined ? ['what peers have: the network is down, or has no auditor'] : []),
      ...channels.flatMap(({ notCompared }) => notCompared),
      ...statements.notCompared,
    ],
    milliseconds,
  };
}
