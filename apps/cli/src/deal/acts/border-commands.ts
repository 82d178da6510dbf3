import { countryOf } from '@argosy/domain/codes/locode';
import type { DeclarationCommand } from '@argosy/domain/declaration/commands';
import type { LicenceCommand } from '@argosy/domain/licence/commands';
import type { ShipmentCommand } from '@argosy/domain/shipment/commands';
import { certificateHash, paperHash } from '../papers.js';
import type { Scene } from '../scene.js';

export function licenceApplication(scene: Scene): LicenceCommand<'apply'> {
  const { deal } = scene;
  const { goods, credit, licence } = deal.file;
  const { beneficiary: exporter, exportControl: authority, carrier, applicant } = deal.parties;
  return {
    reference: deal.names.licence,
    parties: { exporter, authority, carrier },
    goods: {
      hsCode: goods.hsCode,
      goods: goods.description,
      quantity: licence.quantity,
      consignee: applicant.name,
      destination: countryOf(credit.portOfDischarge),
      invoiceSha256: paperHash('commercialInvoice', scene),
    },
    confidential: [],
  };
}

export const inspection = ({ deal }: Scene): LicenceCommand<'inspect'> => ({
  reference: deal.names.licence,
  inspection: { date: deal.today, result: 'conforms' },
});

/** The licence with its certificate, valid from today on. */
export function grant({ deal }: Scene): LicenceCommand<'issue'> {
  const { quantity, validUntil } = deal.file.licence;
  const { licence: reference, certificate: number } = deal.names;
  const certificateSha256 = certificateHash(deal);
  return {
    reference,
    grant: { number, validFrom: deal.today, validUntil, quantity, certificateSha256 },
  };
}

export const drawDown = ({ deal, consignment, names }: Scene): LicenceCommand<'drawDown'> => ({
  reference: deal.names.licence,
  shipment: names.shipment,
  quantity: consignment.quantity,
});

export function readiness(scene: Scene): ShipmentCommand<'ready'> {
  const { deal, consignment, names } = scene;
  const { credit, goods } = deal.file;
  const { beneficiary: exporter, carrier, departingPort, arrivalPort } = deal.parties;
  return {
    reference: names.shipment,
    parties: { exporter, carrier, departingPort, arrivalPort },
    consignment: {
      licence: deal.names.licence,
      quantity: consignment.quantity,
      portOfLoading: credit.portOfLoading,
      portOfDischarge: credit.portOfDischarge,
      hsCodes: [goods.hsCode],
      containers: consignment.containers.map(({ number }) => number),
      packingListSha256: paperHash('packingList', scene),
    },
  };
}

export const shipmentEvent = ({ names, now }: Scene): ShipmentCommand<'depart'> => ({
  reference: names.shipment,
  at: now,
});

export function loading(scene: Scene): ShipmentCommand<'load'> {
  const { vessel, voyage } = scene.consignment;
  return { ...shipmentEvent(scene), voyage: { ...vessel, number: voyage } };
}

/** The import declaration. Of the bill of lading it says what the importer saw when the carrier had taken it back. */
export function declaration({ deal, consignment, names, seen }: Scene): object {
  const { goods } = deal.file;
  const { applicant: declarant, customs, carrier } = deal.parties;
  return {
    reference: names.declaration,
    parties: { declarant, customs, carrier },
    goods: {
      shipment: names.shipment,
      origin: goods.origin,
      lines: [
        {
          hsCode: goods.tariffCode,
          goods: goods.description.replaceAll('\n', ' ').slice(0, 350).trim(),
          quantity: consignment.quantity,
        },
      ],
      bill: { ...names.bill, ...seen },
    },
    confidential: [],
  };
}

export const acceptance = ({ names }: Scene): DeclarationCommand<'accept'> => ({
  reference: names.declaration,
  mrn: names.mrn,
});

export const customsFinding = ({ deal, names }: Scene): DeclarationCommand<'examine'> => ({
  reference: names.declaration,
  finding: { date: deal.today, result: 'asDeclared' },
});
