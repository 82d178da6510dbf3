import type { AmendmentCommand } from '@argosy/domain/amendment/commands';
import type { IssueBill } from '@argosy/domain/bill/commands';
import type { IssuedTitle } from '@argosy/domain/bill/title-form';
import type { CreditCommand } from '@argosy/domain/credit/commands';
import type { PresentationCommand } from '@argosy/domain/presentation/commands';
import type { ProceedsCommand } from '@argosy/domain/proceeds/proceeds';
import type { ReceiptCommand } from '@argosy/domain/receipt/commands';
import { paperHash } from '../papers.js';
import { drawnFor } from '../scene.js';
import type { Scene } from '../scene.js';

/** The importer's application: what the credit is to say. */
export function application({ deal }: Pick<Scene, 'deal'>): CreditCommand<'apply'> {
  const { applicant, issuingBank, advisingBank, beneficiary } = deal.parties;
  return {
    reference: deal.names.credit,
    parties: { applicant, issuingBank, advisingBank, beneficiary },
    terms: { ...deal.file.credit, goods: deal.file.goods.description },
    confidential: [],
  };
}

export function revision(scene: Scene): CreditCommand<'revise'> {
  const { parties: _, ...command } = application(scene);
  return command;
}

/** The amendment that is meant where none is named: the last that was proposed. */
export const amendment = ({ deal, amendments }: Scene): AmendmentCommand<'issue'> => ({
  credit: deal.names.credit,
  number: Math.max(1, amendments),
});

/** The next amendment; what it changes, the course says. */
export const proposal = ({ deal, amendments }: Scene): AmendmentCommand<'issue'> => ({
  credit: deal.names.credit,
  number: amendments + 1,
});

/** The carrier's bill of lading of a shipment on board. */
export function billOfLading(scene: Scene): IssueBill {
  const { deal, consignment, names } = scene;
  const { credit, goods } = deal.file;
  const { vessel, voyage, containers, packages, grossWeight, freight } = consignment;
  return {
    ...names.bill,
    carrier: deal.parties.carrier,
    shipper: deal.parties.beneficiary,
    title: titleOf(scene),
    vessel,
    voyage,
    portOfLoading: credit.portOfLoading,
    portOfDischarge: credit.portOfDischarge,
    onBoardDate: shippedOn(scene),
    containers,
    goods: goods.description,
    packages,
    grossWeight,
    freight,
    sha256: paperHash('billOfLading', scene),
    credit: deal.names.credit,
  };
}

function titleOf({ deal, consignment }: Scene): IssuedTitle {
  switch (consignment.toOrderOf) {
    case 'issuingBank':
      return { type: 'toOrder', endorsee: deal.parties.issuingBank };
    case 'shipper':
      return { type: 'toOrder' };
    case 'bearer':
      return { type: 'blank' };
  }
}

/** The documents of a consignment, with its bill of lading where that is among them. */
export function lodging(scene: Scene): PresentationCommand<'lodge'> {
  const { deal, consignment, names } = scene;
  const { presents = deal.file.credit.documentsRequired } = consignment;
  const amount = drawnFor(scene);
  const dated = shippedOn(scene);
  return {
    reference: names.presentation,
    credit: deal.names.credit,
    amount,
    invoiceAmount: amount,
    shipmentDate: dated,
    documents: presents.map((type) => ({ type, sha256: paperHash(type, scene), dated })),
    ...(presents.includes('billOfLading') ? { bill: names.bill } : {}),
    confidential: [],
  };
}

/** That the goods are there, and which declaration was cleared for them, as the importer saw it. */
export function receipt({ deal, consignment, names, seen }: Scene): ReceiptCommand {
  const { condition, remark } = consignment;
  return {
    presentation: names.presentation,
    receivedOn: deal.today,
    condition,
    ...(remark === undefined ? {} : { remark }),
    ...(seen === undefined ? {} : { clearance: { declaration: names.declaration, ...seen } }),
  };
}

/** What the exporter's bank credits: all that it was paid. */
export const proceeds = (scene: Scene): ProceedsCommand => ({
  presentation: scene.names.presentation,
  amount: drawnFor(scene),
  paymentReference: scene.paymentReference,
  confidential: [],
});

const shippedOn = ({ deal, consignment }: Scene): string => consignment.shippedOn ?? deal.today;
