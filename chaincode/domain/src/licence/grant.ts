import { isQuantityAbove, quantityText } from '../codes/quantity.js';
import { LedgerError } from '../errors.js';
import type { LedgerChange } from '../events.js';
import type { Call } from '../shared/call.js';
import { begin, proceed } from '../shared/decision.js';
import type { Decision, Effect } from '../shared/decision.js';
import { refuseLaterDate } from '../shared/later.js';
import type { LicenceCommand } from './commands.js';
import { licenceDocument } from './licence.js';
import type { Licence } from './licence.js';

/** Apply for an export licence. Requires: the exporter named in it. Emits: LicenceApplied. */
export function applyForLicence(command: LicenceCommand<'apply'>, call: Call): Decision<Licence> {
  const draft = { kind: 'licence' as const, ...command, drawn: [] };
  return [begin(licenceDocument, 'apply', { draft, call })];
}

/** Record what the inspection of the goods came to. Requires: authority; status applied. Refuses: EVENT_IN_FUTURE. Emits: GoodsInspected. */
export function inspectGoods(
  licence: Licence,
  { inspection }: LicenceCommand<'inspect'>,
  call: Call,
): Decision<Licence> {
  const inspected = proceed(licenceDocument, 'inspect', {
    record: licence,
    call,
    changes: { inspection },
  });
  refuseLaterDate('inspection.date', { date: inspection.date, call });
  return [inspected];
}

/**
 * Issue the licence with its certificate; the carrier is told in the same transaction. Requires: authority; status inspected.
 * Refuses: LICENCE_NOT_CONFORMING, LICENCE_VALIDITY_REVERSED, LICENCE_UNIT_WRONG, LICENCE_ABOVE_APPLICATION.
 * Emits: LicenceIssued, CarrierNotified.
 */
export function issueLicence(
  licence: Licence,
  { grant }: LicenceCommand<'issue'>,
  call: Call,
): Decision<Licence> {
  const changes = { grant, left: grant.quantity };
  const issued = proceed(licenceDocument, 'issue', { record: licence, call, changes });
  if (licence.inspection?.result !== 'conforms') {
    throw LedgerError.of('LICENCE_NOT_CONFORMING', { reference: licence.reference });
  }
  if (grant.validUntil < grant.validFrom) {
    const details = { field: 'grant.validUntil', actual: grant.validUntil, limit: grant.validFrom };
    throw LedgerError.of('LICENCE_VALIDITY_REVERSED', details);
  }
  refuseOtherUnit(licence, { field: 'grant.quantity.unit', unit: grant.quantity.unit });
  if (isQuantityAbove(grant.quantity, licence.goods.quantity)) {
    const [actual, limit] = [quantityText(grant.quantity), quantityText(licence.goods.quantity)];
    const details = { field: 'grant.quantity.thousandths', actual, limit };
    throw LedgerError.of('LICENCE_ABOVE_APPLICATION', details);
  }
  return [withNotice(issued)];
}

/** Refuse the licence, or revoke it once it is issued. Requires: authority. Emits: LicenceRefused, LicenceRevoked. */
export function refuseLicence(
  action: 'refuse' | 'revoke',
  licence: Licence,
  { reason, call }: { readonly reason: string; readonly call: Call },
): Decision<Licence> {
  return [proceed(licenceDocument, action, { record: licence, call, changes: { reason } })];
}

/** Refuses: LICENCE_UNIT_WRONG, for a quantity in another unit than the application's. */
export function refuseOtherUnit(
  { goods }: Licence,
  { field, unit }: { readonly field: string; readonly unit: string },
): void {
  const limit = goods.quantity.unit;
  if (unit !== limit) throw LedgerError.of('LICENCE_UNIT_WRONG', { field, actual: unit, limit });
}

/** The carrier's timeline shows the licence by a change of its own in the same envelope. */
function withNotice(issued: Effect<Licence>): Effect<Licence> {
  const notice: LedgerChange = { ...issued.change, type: 'CarrierNotified' };
  return { ...issued, notices: [notice] };
}
