import { createHash } from 'node:crypto';
import { declarationDocument } from '@argosy/domain/declaration/declaration';
import { presentationDocument } from '@argosy/domain/presentation/presentation';
import { licenceDocument } from '@argosy/domain/licence/licence';
import { receiptDocument } from '@argosy/domain/receipt/receipt';
import { decisionDocument } from '@argosy/domain/register/decision';
import { decodeRecord } from '@argosy/domain/shared/record-text';
import type { AuditDifference } from './difference.js';
import type { FoundDocuments, WrittenRecord } from './found-documents.js';

/** What was found on a channel. */
type Found = Pick<FoundDocuments, 'counting' | 'writtenBy'>;

/** What was found on each channel that was audited. */
export type FoundOn = ReadonlyMap<string, Found>;

export type ComparedStatements = {
  /** How many statements were compared. */
  readonly compared: number;
  readonly differences: readonly AuditDifference[];
  readonly notCompared: readonly string[];
};

/** What a document of one channel says of another. */
type Statement = {
  readonly about: string;
  /** In words: `the clearance of declaration D1`. */
  readonly what: string;
  /** What is wrong with it by the other channel's own documents; undefined where nothing is. */
  readonly wrong: (there: Found) => string | undefined;
};

const trade = 'trade';
const border = 'border';

/** Compare what documents of one channel say of another with that channel's own records: the clearance that a receipt names, the export
 *  licence that is presented, the surrendered bill that a declaration names, and the decision that a register says it follows. */
export function compareStatements(found: FoundOn): ComparedStatements {
  const differences: AuditDifference[] = [];
  const notCompared: string[] = [];
  let compared = 0;
  for (const [channel, documents] of found) {
    for (const one of documents.counting) {
      const { kind, parts, block, transactionId: transaction } = one;
      for (const { about, what, wrong } of statementsOf(one)) {
        const there = found.get(about);
        if (there === undefined) {
          const why = `as ${about} was not audited`;
          notCompared.push(`${channel}: ${what} that ${kind} ${parts.join(' ')} names, ${why}`);
          continue;
        }
        compared += 1;
        const problem = wrong(there);
        if (problem === undefined) continue;
        const at = { channel, item: 'statement', block, transaction } as const;
        const sentence = `${kind} ${parts.join(' ')} (block ${block}, transaction ${transaction}) names ${what}: ${problem}`;
        differences.push({ ...at, document: [kind, ...parts], sentence });
      }
    }
  }
  return { compared, differences, notCompared };
}

function statementsOf({ kind, text, status }: WrittenRecord): readonly Statement[] {
  switch (kind) {
    case 'receipt':
      return clearanceIn(text);
    case 'presentation':
      return licencesIn(text);
    case 'declaration':
      return billIn(text);
    case 'decision':
      // What was not adopted binds nobody.
      return status === 'adopted' ? sourceIn(text) : [];
    default:
      return [];
  }
}

function clearanceIn(text: string): readonly Statement[] {
  const { clearance } = decodeRecord(receiptDocument, text);
  if (clearance === undefined) return [];
  const { declaration, transactionId, sha256 } = clearance;
  const named = { kinds: ['declaration'], parts: [declaration], transactionId, sha256 };
  const what = `the clearance of declaration ${declaration} by transaction ${transactionId}`;
  return [{ about: border, what, wrong: (there) => wrongRecord(there, named, 'cleared') }];
}

function billIn(text: string): readonly Statement[] {
  const { carrierCode, reference, ...by } = decodeRecord(declarationDocument, text).goods.bill;
  const named = { kinds: ['possession', 'bill'], parts: [carrierCode, reference], ...by };
  const what = `the surrender of bill ${carrierCode} ${reference} by transaction ${by.transactionId}`;
  return [{ about: trade, what, wrong: (there) => wrongRecord(there, named, 'surrendered') }];
}

/** The paper that was presented has the bytes of a certificate that an authority issued. */
function licencesIn(text: string): readonly Statement[] {
  const { documents } = decodeRecord(presentationDocument, text);
  return documents
    .filter(({ type }) => type === 'exportLicence')
    .map(({ sha256 }) => ({
      about: border,
      what: `the export licence with SHA-256 ${sha256}`,
      wrong: (there) =>
        certificatesOn(there).includes(sha256)
          ? undefined
          : `no licence on ${border} has a certificate with that hash`,
    }));
}

function certificatesOn({ counting }: Found): readonly string[] {
  return counting
    .filter(({ kind }) => kind === 'licence')
    .flatMap(({ text }) => {
      const { grant } = decodeRecord(licenceDocument, text);
      return grant === undefined ? [] : [grant.certificateSha256];
    });
}

/** The decision that a register says it follows: named by the hash of its content. */
function sourceIn(text: string): readonly Statement[] {
  const { source } = decodeRecord(decisionDocument, text);
  if (source === undefined) return [];
  const { channel, decision, transactionId, sha256 } = source;
  return [
    {
      about: channel,
      what: `the decision ${decision} of ${channel} by transaction ${transactionId}`,
      wrong: (there) => {
        const named = { kinds: ['decision'], parts: [decision], transactionId };
        const found = recordsNamed(there, named);
        if (found.length === 0) return missing(named);
        return found.some((one) => decodeRecord(decisionDocument, one.text).sha256 === sha256)
          ? wrongStatus(found, 'adopted')
          : `what it decided has not the hash ${sha256}`;
      },
    },
  ];
}

type Named = {
  readonly kinds: readonly string[];
  /** The first parts of its name. */
  readonly parts: readonly string[];
  readonly transactionId: string;
};

function wrongRecord(
  there: Found,
  named: Named & { readonly sha256: string },
  status: string,
): string | undefined {
  const found = recordsNamed(there, named);
  if (found.length === 0) return missing(named);
  const same = found.filter(({ text }) => sha256Of(text) === named.sha256);
  return same.length === 0
    ? `what that transaction wrote has not the hash ${named.sha256}`
    : wrongStatus(same, status);
}

function recordsNamed(
  there: Found,
  { kinds, parts, transactionId }: Named,
): readonly WrittenRecord[] {
  return there
    .writtenBy(transactionId)
    .filter(({ kind }) => kinds.includes(kind))
    .filter((one) => parts.every((part, place) => one.parts[place] === part));
}

const missing = ({ kinds, parts }: Named): string =>
  `no such transaction wrote ${kinds.join(' or ')} ${parts.join(' ')} there`;

function wrongStatus(found: readonly WrittenRecord[], status: string): string | undefined {
  const [first] = found;
  if (found.some((one) => one.status === status)) return undefined;
  return `the record is ${first?.status ?? 'gone'} there, and not ${status}`;
}

const sha256Of = (text: string): string => createHash('sha256').update(text, 'utf8').digest('hex');
