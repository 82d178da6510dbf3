import { billExample, dealReferences } from './deal-examples.js';
import { applyExample } from './examples.js';

const sha256 = (digit: string): string => digit.repeat(64);
const { applicant: importer, beneficiary: exporter } = applyExample.parties;
const carrier = { msp: 'CarrierMSP', name: 'Carrier' };
const customs = { msp: 'CustomsMSP', name: 'Customs' };
const coffee = { unit: 'KGM' as const, thousandths: '19200000' };

/** What the documents of the border are called in the examples. */
export const borderReferences: Readonly<Record<'licence' | 'shipment' | 'declaration', string>> = {
  licence: 'XL-2027-0007',
  shipment: 'SH-2027-0011',
  declaration: 'DE-2027-0003',
};

const recordOf = (kind: string, status: string, guards: readonly string[]) => ({
  kind,
  version: 1,
  guards: [...guards],
  seal: sha256('4'),
  status,
  latestTime: '2027-03-10T10:00:00.000Z',
});

export const applyForLicenceExample = {
  reference: borderReferences.licence,
  parties: { exporter, authority: { msp: 'ExportControlMSP', name: 'Export Control' }, carrier },
  goods: {
    hsCode: '090111',
    goods: '320 bags of green coffee',
    quantity: coffee,
    consignee: 'Importer',
    destination: 'DE' as const,
    invoiceSha256: sha256('1'),
  },
  confidential: [],
};

export const inspectionExample = { date: '2027-03-08', result: 'conforms' as const };

export const grantExample = {
  number: 'CN-2027-00815',
  validFrom: '2027-03-09',
  validUntil: '2027-04-30',
  quantity: coffee,
  certificateSha256: sha256('5'),
};

export const drawDownExample = { shipment: borderReferences.shipment, quantity: coffee };

export const licenceExample = {
  ...recordOf('licence', 'issued', ['CustomsMSP']),
  ...applyForLicenceExample,
  inspection: inspectionExample,
  grant: grantExample,
  drawn: [],
  left: coffee,
};

export const readyExample = {
  reference: borderReferences.shipment,
  parties: {
    exporter,
    carrier,
    departingPort: { msp: 'DepartingPortMSP', name: 'Departing Port' },
    arrivalPort: { msp: 'ArrivalPortMSP', name: 'Arrival Port' },
  },
  consignment: {
    licence: borderReferences.licence,
    quantity: coffee,
    portOfLoading: 'BRSSZ',
    portOfDischarge: 'DEHAM',
    hsCodes: ['09011100'],
    containers: ['CSQU3054383'],
    packingListSha256: sha256('6'),
  },
};

export const loadExample = {
  at: '2027-03-15T08:00:00.000Z',
  voyage: { imo: '9074729', name: 'Estrela do Mar', number: '0142N' },
};

export const shipmentExample = {
  ...recordOf('shipment', 'ready', ['CarrierMSP', 'CustomsMSP']),
  ...readyExample,
};

export const lodgeDeclarationExample = {
  reference: borderReferences.declaration,
  parties: { declarant: importer, customs, carrier },
  goods: {
    shipment: borderReferences.shipment,
    origin: 'BR' as const,
    lines: [{ hsCode: '0901110000', goods: 'Green coffee', quantity: coffee }],
    bill: {
      carrierCode: billExample.carrierCode,
      reference: dealReferences.bill,
      transactionId: sha256('3'),
      sha256: sha256('7'),
    },
  },
  confidential: [],
};

export const declarationExample = {
  ...recordOf('declaration', 'lodged', ['CustomsMSP']),
  ...lodgeDeclarationExample,
};
