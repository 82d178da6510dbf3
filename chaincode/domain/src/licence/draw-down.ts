import { isQuantityAbove, quantityText, subtractQuantity } from '../codes/quantity.js';
import { LedgerError } from '../errors.js';
import type { Call } from '../shared/call.js';
import { proceed } from '../shared/decision.js';
import type { Decision } from '../shared/decision.js';
import { dateOf } from '../shared/time.js';
import type { LicenceCommand } from './commands.js';
import { refuseOtherUnit } from './grant.js';
import { licenceDocument, maximumShipments } from './licence.js';
import type { Licence } from './licence.js';

/**
 * Take a shipment's quantity off the licence: never more than is left, and each shipment once. Requires: exporter; status issued.
 * Refuses: LICENCE_NOT_VALID_YET, LICENCE_EXPIRED, LICENCE_SHIPMENT_TWICE, LICENCE_SHIPMENTS_TOO_MANY, LICENCE_UNIT_WRONG,
 * LICENCE_OVERDRAWN.
 * Emits: LicenceDrawnDown.
 */
export function drawDownLicence(
  licence: Licence,
  { shipment, quantity }: LicenceCommand<'drawDown'>,
  call: Call,
): Decision<Licence> {
  const left = leftAfter(licence, { shipment, quantity });
  const drawn = [...licence.drawn, { shipment, quantity }];
  const drawnDown = proceed(licenceDocument, 'drawDown', {
    record: licence,
    call,
    changes: { drawn, left: left ?? quantity },
    to: left?.thousandths === '0' ? 'exhausted' : 'issued',
  });
  refuseOutsideValidity(licence, call);
  if (licence.drawn.some((it) => it.shipment === shipment)) {
    throw LedgerError.of('LICENCE_SHIPMENT_TWICE', { field: 'shipment', shipment });
  }
  if (drawn.length > maximumShipments) {
    throw LedgerError.of('LICENCE_SHIPMENTS_TOO_MANY', { limit: maximumShipments });
  }
  refuseOtherUnit(licence, { field: 'quantity.unit', unit: quantity.unit });
  if (left === undefined) {
    const limit = licence.left === undefined ? 'nothing' : quantityText(licence.left);
    const details = { field: 'quantity.thousandths', actual: quantityText(quantity), limit };
    throw LedgerError.of('LICENCE_OVERDRAWN', details);
  }
  return [drawnDown];
}

/** What a licence leaves after a shipment; undefined where it cannot cover it. */
function leftAfter(
  { left }: Licence,
  { quantity }: Pick<LicenceCommand<'drawDown'>, 'shipment' | 'quantity'>,
): Licence['left'] {
  if (left === undefined || left.unit !== quantity.unit) return undefined;
  if (isQuantityAbove(quantity, left)) return undefined;
  return subtractQuantity({ whole: left, part: quantity });
}

function refuseOutsideValidity({ grant }: Licence, { time }: Call): void {
  const actual = dateOf(time);
  if (grant === undefined) throw new TypeError('A licence that is issued has its grant');
  if (actual < grant.validFrom) {
    throw LedgerError.of('LICENCE_NOT_VALID_YET', { actual, limit: grant.validFrom });
  }
  if (actual > grant.validUntil) {
    throw LedgerError.of('LICENCE_EXPIRED', { actual, limit: grant.validUntil });
  }
}
