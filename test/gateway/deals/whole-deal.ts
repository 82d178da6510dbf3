import type { Possession } from '@argosy/domain/bill/possession';
import type { LedgerRecord } from '@argosy/domain/shared/document';
import { encodeRecord } from '@argosy/domain/shared/record-text';
import { keyOf } from '../../../chaincode/contracts/test-support/planted.js';
import { billName, holders, aTitle } from '../../../chaincode/domain/test-support/bills.js';
import {
  aDeclaration,
  aLicence,
  aShipment,
} from '../../../chaincode/domain/test-support/border.js';
import { declarationReference } from '../../../chaincode/domain/test-support/border-commands.js';
import {
  aCredit,
  invoiceHash,
  reference,
  theDrawings,
} from '../../../chaincode/domain/test-support/credits.js';
import {
  aLodging,
  anExamination,
  aPresentation,
  aReceipt,
  presentationReference,
  theProceeds,
} from '../../../chaincode/domain/test-support/presentations.js';
import type { Effects } from '../memory-envelope.js';
import { sealsOf } from '../memory-network.js';

const packingListHash = 'd4'.repeat(32);
const [firstPassed, second] = ['a7'.repeat(32), 'b8'.repeat(32)];

const { bill, head } = aTitle();
const next = { transactionId: firstPassed, sha256: second };
const first: Possession = {
  ...head,
  version: 2,
  status: 'passedOn',
  closed: { by: 'escrow', next },
};
const held: Possession = {
  ...head,
  number: 2,
  transactionId: firstPassed,
  openedBy: 'escrow',
  possessor: holders.issuingBank,
  previous: { transactionId: head.transactionId, possessor: holders.beneficiary, sha256: second },
  status: 'escrowed',
  escrow: { presentation: presentationReference },
  guards: ['ImportBankMSP'],
};

/** What calls itself a possession of the bill, and no possession of it names. */
export const strayPossession: Possession = { ...held, transactionId: 'c9'.repeat(32) };

const documents = [
  ...aLodging().documents,
  { type: 'packingList' as const, sha256: packingListHash },
];

/** The records of one deal in the order in which they were written: those of the channel of trade. */
export const onTrade = {
  credit: aCredit({
    status: 'acknowledged',
    terms: { ...aCredit().terms, confirmation: 'without' },
  }),
  drawings: theDrawings(),
  bill,
  first,
  held,
  presentation: aPresentation({ documents, bill: billName }),
  examination: anExamination({ status: 'examining' }),
} as const;

/** What came after. */
export const laterOnTrade = {
  settled: anExamination({ status: 'settled' }),
  receipt: aReceipt({
    clearance: {
      declaration: declarationReference,
      transactionId: 'ce'.repeat(32),
      sha256: 'cd'.repeat(32),
    },
  }),
  proceeds: theProceeds(),
} as const;

export const onBorder = { licence: aLicence(), shipment: aShipment() } as const;

/** A declaration that says that this transaction was one of the bill's. */
export function declaring(transactionId: string, change: { reference?: string } = {}) {
  const declaration = aDeclaration(change);
  const { goods } = declaration;
  return { ...declaration, goods: { ...goods, bill: { ...goods.bill, transactionId } } };
}

/** Several records written by one valid transaction, with the seals of those whom they bind. */
export function written(records: readonly LedgerRecord[], event?: string): Effects {
  return {
    writes: records.map((record) => ({ key: keyOf(record), value: encodeRecord(record) })),
    privateWrites: records.flatMap(sealsOf),
    ...(event === undefined ? {} : { event }),
  };
}

export { invoiceHash, packingListHash, presentationReference, reference };
