import type { NamedParty } from '../src/credit/parties.js';
import type { DeclarationCommand } from '../src/declaration/commands.js';
import type { LicenceCommand } from '../src/licence/commands.js';
import type { ShipmentCommand } from '../src/shipment/commands.js';
import { billName } from './bills.js';
import { billHash, invoiceHash } from './credits.js';
import { members } from './network.js';

export const licenceReference = 'XL-2026/0007';
export const shipmentReference = 'SH-2026/0011';
export const declarationReference = 'DE-2026/0003';

const packingListHash = 'd4'.repeat(32);

/** Who takes part at the border in the tests. */
export const atBorder = {
  exporter: { msp: members.beneficiary, name: '珠江出口' },
  importer: { msp: members.applicant, name: 'Lusitania Imports' },
  carrier: { msp: members.carrier, name: 'Mar Aberto Lines' },
  authority: { msp: members.exportControl, name: 'Export Control Office' },
  departingPort: { msp: members.departingPort, name: 'Port of Nansha' },
  arrivalPort: { msp: members.arrivalPort, name: 'Port of Lisbon' },
  customs: { msp: members.customs, name: 'Customs of Lisbon' },
} as const satisfies Record<string, NamedParty>;

const { exporter, importer, carrier, authority, departingPort, arrivalPort, customs } = atBorder;

/** A number of bicycles. */
export const bicycles = (count: number) =>
  ({ unit: 'H87', thousandths: String(count * 1000) }) as const;

const licensed: LicenceCommand<'apply'>['goods'] = {
  hsCode: '871200',
  goods: '1000 bicycles',
  quantity: bicycles(1000),
  consignee: 'Lusitania Imports',
  destination: 'PT',
  invoiceSha256: invoiceHash,
};

export function anApplicationForLicence(
  change: Partial<LicenceCommand<'apply'>> = {},
): LicenceCommand<'apply'> {
  const parties = { exporter, authority, carrier };
  return { reference: licenceReference, parties, goods: licensed, confidential: [], ...change };
}

export function aReadiness(
  change: Partial<ShipmentCommand<'ready'>> = {},
): ShipmentCommand<'ready'> {
  return {
    reference: shipmentReference,
    parties: { exporter, carrier, departingPort, arrivalPort },
    consignment: {
      licence: licenceReference,
      quantity: bicycles(1000),
      portOfLoading: 'CNNSA',
      portOfDischarge: 'PTLIS',
      hsCodes: ['87120030'],
      containers: ['CSQU3054383'],
      packingListSha256: packingListHash,
    },
    ...change,
  };
}

export function aLodgement(
  change: Partial<DeclarationCommand<'lodge'>> = {},
): DeclarationCommand<'lodge'> {
  return {
    reference: declarationReference,
    parties: { declarant: importer, customs, carrier },
    goods: {
      shipment: shipmentReference,
      origin: 'CN',
      lines: [{ hsCode: '8712003000', goods: 'Bicycles', quantity: bicycles(1000) }],
      bill: { ...billName, transactionId: 'e5'.repeat(32), sha256: billHash },
    },
    confidential: [],
    ...change,
  };
}
