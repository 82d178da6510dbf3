import type { AuditDifference } from './difference.js';
import type { Quarantined } from './found-documents.js';

/** Something on a channel that counts for nothing, as a difference. */
export function consentDifference(channel: string, one: Quarantined): AuditDifference {
  const { kind, parts, block, transactionId: transaction, byMsp } = one;
  const document = [kind, ...parts];
  const sentence = `${document.join(' ')}: block ${block}, transaction ${transaction} by ${byMsp}, ${wrongWith(one)}`;
  return { channel, item: 'consent', block, transaction, document, sentence };
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
