import type { LicenceCommand } from '@argosy/domain/licence/commands';
import type { Licence } from '@argosy/domain/licence/licence';
import type { ShipmentCommand } from '@argosy/domain/shipment/commands';
import type { Shipment } from '@argosy/domain/shipment/shipment';
import type { DeclarationCommand } from '@argosy/domain/declaration/commands';
import { named } from './cast.js';
import { hash, often, reference } from './desk.js';
import type { Desk } from './desk.js';
import type { Idea } from './ideas.js';

const { exporter, importer, authority, carrier, departingPort, arrivalPort, customs } = named;
const ended = ['refused', 'exhausted', 'revoked'];

/** Documents at the border that could be opened now; those that are of use have weight. */
export function openingsAtBorder(desk: Desk): readonly Idea[] {
  const { view } = desk;
  const licences = view.of('licence');
  const live = licences.filter(({ status }) => !ended.includes(status));
  return [
    {
      name: 'licence:Apply',
      by: exporter.msp,
      weight: live.length < 3 ? 5 : 0.1,
      command: () => application(desk),
    },
    ...licences.map((licence) => ({
      name: 'shipment:Ready',
      by: exporter.msp,
      weight: licence.status === 'issued' && isBehind(licence, desk) ? 2 : 0.02,
      command: () => readiness(licence, desk),
    })),
    ...view.of('shipment').map((shipment) => ({
      name: 'declaration:Lodge',
      by: importer.msp,
      weight:
        shipment.status === 'ready' ||
        view.of('declaration').some((it) => it.goods.shipment === shipment.reference)
          ? 0.05
          : 1.5,
      command: () => lodgement(shipment, desk),
    })),
  ];
}

/** Whether fewer shipments wait for the licence than a few. */
function isBehind({ reference, left }: Licence, { view }: Desk): boolean {
  const waiting = view
    .of('shipment')
    .filter(({ status, consignment }) => status === 'ready' && consignment.licence === reference);
  return waiting.length < 3 && left?.thousandths !== '0';
}

/** So many thousandths of a piece. */
export function pieces(thousandths: number) {
  return { unit: 'H87', thousandths: String(thousandths) } as const;
}

function application(desk: Desk): LicenceCommand<'apply'> {
  return {
    reference: reference(desk, 'XL'),
    parties: { exporter, authority, carrier },
    goods: {
      hsCode: '871200',
      goods: 'Bicycles',
      quantity: pieces(1 + desk.chance.below(1_000_000)),
      consignee: importer.name,
      destination: 'PT',
      invoiceSha256: hash(desk.chance),
    },
    confidential: [],
  };
}

function readiness(licence: Licence, desk: Desk): ShipmentCommand<'ready'> {
  const left = Math.max(1, Number(licence.left?.thousandths ?? 1000));
  const part = desk.chance.pick([left, left, left >> 1, 1 + desk.chance.below(left), left + 1]);
  return {
    reference: reference(desk, 'SH'),
    parties: { exporter, carrier, departingPort, arrivalPort },
    consignment: {
      licence: licence.reference,
      quantity: pieces(Math.max(1, part)),
      portOfLoading: 'CNNSA',
      portOfDischarge: often(desk.chance, 4) ? 'CNNSA' : 'PTLIS',
      hsCodes: ['87120030'],
      containers: ['CSQU3054383'],
      packingListSha256: hash(desk.chance),
    },
  };
}

function lodgement({ reference: shipment }: Shipment, desk: Desk): DeclarationCommand<'lodge'> {
  const { chance } = desk;
  return {
    reference: reference(desk, 'DE'),
    parties: { declarant: importer, customs, carrier },
    goods: {
      shipment,
      origin: 'CN',
      lines: [{ hsCode: '8712003000', goods: 'Bicycles', quantity: pieces(1000) }],
      bill: {
        carrierCode: 'MABL',
        reference: 'NSA2605100017',
        transactionId: hash(chance),
        sha256: hash(chance),
      },
    },
    confidential: [],
  };
}
