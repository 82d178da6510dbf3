import { isQuantityAbove, quantityText } from '../codes/quantity.js';
import { LedgerError } from '../errors.js';
import type { Licence } from '../licence/licence.js';
import type { Shipment } from './shipment.js';

/**
 * A licence covers a shipment of its own exporter with its own carrier that was taken off it, whole; a revoked one covers
 * nothing more. Refuses: SHIPMENT_WITHOUT_LICENCE.
 */
export function refuseWithoutLicence(shipment: Shipment, licence: Licence | undefined): void {
  const problem = problemOf(shipment, licence);
  if (problem === undefined) return;
  throw LedgerError.of('SHIPMENT_WITHOUT_LICENCE', {
    licence: shipment.consignment.licence,
    current: licence?.status ?? 'not there',
    shipment: shipment.reference,
    problem,
  });
}

function problemOf(shipment: Shipment, licence: Licence | undefined): string | undefined {
  if (licence === undefined) return 'it has to be applied for and issued';
  if (licence.status !== 'issued' && licence.status !== 'exhausted') return 'it has to be issued';
  return problemWithParties(shipment, licence) ?? problemWithGoods(shipment, licence);
}

function problemWithParties({ parties }: Shipment, licence: Licence): string | undefined {
  const { exporter, carrier } = licence.parties;
  if (exporter.msp !== parties.exporter.msp) return `it is the licence of ${exporter.msp}`;
  // The other carrier was never told of the licence.
  if (carrier.msp !== parties.carrier.msp) return `it is for carriage by ${carrier.msp}`;
  return undefined;
}

function problemWithGoods(shipment: Shipment, { goods, drawn }: Licence): string | undefined {
  const { hsCodes, quantity } = shipment.consignment;
  if (!hsCodes.some((code) => code.startsWith(goods.hsCode))) {
    return `it is for goods of HS code ${goods.hsCode}`;
  }
  const taken = drawn.find((it) => it.shipment === shipment.reference)?.quantity;
  if (taken === undefined) return 'the shipment has to be taken off it first';
  if (taken.unit !== quantity.unit || isQuantityAbove(quantity, taken)) {
    return `${quantityText(taken)} were taken off it, and ${quantityText(quantity)} stand ready`;
  }
  return undefined;
}
