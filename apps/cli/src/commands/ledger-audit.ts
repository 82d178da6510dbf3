import { auditChannel } from '../audit/audit-channel.js';
import type { ChannelAudit, Quarantined } from '../audit/audit-channel.js';
import { ledgerOf } from '../audit/ledger-of.js';
import { storedBlocks } from '../audit/stored-blocks.js';
import { tellFailure } from '../failure.js';
import { fromCaller } from '../places.js';
import { allPrintable } from '../printable.js';

export type AuditFlags = { readonly channel: string; readonly json?: boolean };

export const auditExitCode = { clean: 0, quarantined: 1, badInput: 2 } as const;

/** List what counts for nothing on a channel: documents that members whom they bind never consented to, and what was written past
 *  the contracts. Answers the exit code. */
export async function auditLedger(path: string, flags: AuditFlags): Promise<number> {
  try {
    const { file, chaincode } = ledgerOf(fromCaller(path, process.env), flags.channel);
    const audit = await auditChannel(storedBlocks(file), chaincode);
    const text = flags.json === true ? JSON.stringify(audit) : auditText(allPrintable(audit));
    process.stdout.write(`${text}\n`);
    return audit.quarantined.length === 0 ? auditExitCode.clean : auditExitCode.quarantined;
  } catch (failure) {
    tellFailure(failure);
    return auditExitCode.badInput;
  }
}

function auditText({ channel, blocks, documents, quarantined }: ChannelAudit): string {
  const lines = quarantined.map(
    (one) =>
      `✗ ${[one.kind, ...one.parts].join(' ')}: block ${one.block}, transaction ${one.transactionId} by ${one.byMsp}, ${wrongWith(one)}`,
  );
  const end = `${channel}: ${blocks} blocks, ${documents} documents that count, ${quarantined.length} findings that count for nothing`;
  return [...lines, `${quarantined.length === 0 ? '✓' : '✗'} ${end}`].join('\n');
}

function wrongWith({ reason, detail }: Quarantined): string {
  switch (reason) {
    case 'unsealed':
      return `lacks the seal of ${detail}`;
    case 'unreadable':
      return `cannot be read: ${detail}`;
    case 'event':
      return `does not fit what it did: ${detail}`;
    case 'deleted':
      return 'deleted';
  }
}
