import { isQuantityAbove, quantityText } from '../codes/quantity.js';
import { LedgerError } from '../errors.js';
import type { Licence } from '../licence/licence.js';
import type { Member } from '../register/member.js';
import type { Shipment } from './shipment.js';

/** The licence that a shipment names, and what the register says of the authority that it names. */
export interface LicenceShown {
  readonly licence: Licence | undefined;
  readonly authority: Member | undefined;
}

/**
 * A licence covers a shipment of its own exporter with its own carrier that was taken off it, whole; a revoked one covers
 * nothing more. Refuses: SHIPMENT_WITHOUT_LICENCE.
 */
export function refuseWithoutLicence(shipment: Shipment, shown: LicenceShown): void {
  const { licence } = shown;
  const problem = problemOf(shipment, shown);
  if (problem === undefined) return;
  throw LedgerError.of('SHIPMENT_WITHOUT_LICENCE', {
    licence: shipment.consignment.licence,
    current: licence?.status ?? 'not there',
    shipment: shipment.reference,
    problem,
  });
}

function problemOf(shipment: Shipment, { licence, authority }: LicenceShown): string | undefined {
  if (licence === undefined) return 'it has to be applied for and issued';
  // Its guard is whoever endorses for the authority that it names itself: a record that others made could name one of their own.
  if (authority?.businessRoles.includes('exportControl') !== true) {
    return `its authority, ${licence.parties.authority.msp}, is not registered for export control`;
  }
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
