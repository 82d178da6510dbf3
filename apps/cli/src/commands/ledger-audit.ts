import { ledgerOf } from '../audit/ledger-of.js';
import { storedBlocks } from '../audit/stored-blocks.js';
import { auditSeals } from '../audit/unsealed-documents.js';
import type { SealAudit } from '../audit/unsealed-documents.js';
import { tellFailure } from '../failure.js';
import { fromCaller } from '../places.js';
import { allPrintable } from '../printable.js';

export type AuditFlags = { readonly channel: string; readonly json?: boolean };

export const auditExitCode = { sealed: 0, unsealed: 1, badInput: 2 } as const;

/** List the documents of a channel that count for nothing, since members whom they bind never consented. Answers the exit code. */
export async function auditLedger(path: string, flags: AuditFlags): Promise<number> {
  try {
    const { file, chaincode } = ledgerOf(fromCaller(path, process.env), flags.channel);
    const audit = await auditSeals(storedBlocks(file), chaincode);
    const text = flags.json === true ? JSON.stringify(audit) : auditText(allPrintable(audit));
    process.stdout.write(`${text}\n`);
    return audit.unsealed.length === 0 ? auditExitCode.sealed : auditExitCode.unsealed;
  } catch (failure) {
    tellFailure(failure);
    return auditExitCode.badInput;
  }
}

function auditText({ channel, blocks, documents, unsealed }: SealAudit): string {
  const lines = unsealed.map(
    ({ kind, parts, block, transactionId, byMsp, missing }) =>
      `✗ ${kind} ${parts.join(' ')}: block ${block}, transaction ${transactionId} by ${byMsp}, lacks the seal of ${missing}`,
  );
  const sealed = documents - unsealed.length;
  const end = `${channel}: ${blocks} blocks, ${sealed} documents that count, ${unsealed.length} without consent`;
  return [...lines, `${unsealed.length === 0 ? '✓' : '✗'} ${end}`].join('\n');
}
