import { createHash } from 'node:crypto';
import type { DocumentType } from '@argosy/domain/credit/documents';
import type { Deal } from './deal.js';
import type { Scene } from './scene.js';

/** SHA-256 of a document of a consignment. Its bytes stay with the parties; the ledger gets the hash. */
export function paperHash(
  type: DocumentType,
  { deal, names }: Pick<Scene, 'deal' | 'names'>,
): string {
  // The licence that is presented is the paper that the authority issued.
  if (type === 'exportLicence') return certificateHash(deal);
  const title = type.replace(/[A-Z]/g, (letter) => ` ${letter}`).toUpperCase();
  return hashOf(deal, [title, `PRESENTATION ${names.presentation}`]);
}

/** SHA-256 of the certificate that export control issues with its licence. */
export const certificateHash = (deal: Deal): string =>
  hashOf(deal, [`EXPORT CERTIFICATE ${deal.names.certificate}`]);

function hashOf({ today, names, file }: Deal, lines: readonly string[]): string {
  const text = [
    ...lines,
    `DATE ${today}`,
    `DOCUMENTARY CREDIT ${names.credit}`,
    file.goods.description,
    '',
  ].join('\n');
  return createHash('sha256').update(text).digest('hex');
}
