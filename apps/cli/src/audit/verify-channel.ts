import type { ParallelVerifier } from '@argosy/ledger/verification/parallel-verifier';
import type { ChannelSource } from './channel-source.js';
import { compareHeads } from './compare-heads.js';
import { consentDifference } from './consent.js';
import type { AuditDifference } from './difference.js';
import { compareAllDocuments } from './document-rounds.js';
import { Findings } from './findings.js';
import type { FoundDocuments } from './found-documents.js';
import { JudgedChannel } from './judged-channel.js';
import { Pursuit } from './pursuit.js';

export type ChannelToAudit = {
  readonly channel: string;
  readonly chaincode: string;
  /** The first block, which is trusted. */
  readonly genesisBlock: Uint8Array;
  readonly source: ChannelSource;
  readonly verifier: ParallelVerifier;
};

/** What auditing a channel came to. */
export type ChannelAudit = {
  readonly channel: string;
  /** Who delivered the blocks. */
  readonly from: string;
  readonly blocks: number;
  readonly transactions: number;
  /** Signatures that were verified. */
  readonly signatures: number;
  /** The documents that count. */
  readonly documents: number;
  /** The last block that was judged. */
  readonly headHash: string;
  readonly commitHash: string;
  /** The peers that have the same last block and commit hash, and those among them that were asked for every document. */
  readonly peers: readonly string[];
  readonly askedForDocuments: readonly string[];
  readonly differences: readonly AuditDifference[];
  /** What could not be compared, each with why. */
  readonly notCompared: readonly string[];
  readonly milliseconds: number;
};

export type AuditedChannel = { readonly audit: ChannelAudit; readonly documents: FoundDocuments };

/** Judge every block of a channel anew, from the first on, and compare what that comes to with what peers say of it. Throws where the blocks
 *  cannot be had. */
export async function verifyChannel(of: ChannelToAudit): Promise<AuditedChannel> {
  const since = performance.now();
  const { channel, source } = of;
  const findings = new Findings(channel);
  const judged = await JudgedChannel.begin({ ...of, said: source.said }, findings);
  try {
    const pursuit = new Pursuit(source, judged, findings);
    const compared = await comparedWithPeers({ judged, pursuit, findings, source });
    const { documents } = judged;
    const unlawful = documents.quarantined.map((one) => consentDifference(channel, one));
    const { differences, notCompared } = findings;
    const audit = {
      ...{ channel, from: source.said, ...judged.counts, ...compared, notCompared },
      documents: documents.counting.length,
      differences: [...differences, ...unlawful],
      milliseconds: performance.now() - since,
    };
    return { audit, documents };
  } finally {
    await judged.close();
  }
}

async function comparedWithPeers(of: {
  readonly judged: JudgedChannel;
  readonly pursuit: Pursuit;
  readonly findings: Findings;
  readonly source: ChannelSource;
}): Promise<Pick<ChannelAudit, 'peers' | 'askedForDocuments'>> {
  const { judged, pursuit, findings, source } = of;
  const present = await pursuit.begin();
  if (judged.refused !== undefined) findings.omit(`what peers have, as ${judged.refused}`);
  if (judged.refused !== undefined || source.witnesses.length === 0)
    return { peers: [], askedForDocuments: [] };
  const peers = await compareHeads(present, judged, findings);
  return { peers, askedForDocuments: await compareAllDocuments(present, of) };
}
