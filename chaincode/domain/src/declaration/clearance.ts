import { LedgerError } from '../errors.js';
import type { Call } from '../shared/call.js';
import { begin, proceed } from '../shared/decision.js';
import type { Decision } from '../shared/decision.js';
import { refuseLaterDate } from '../shared/later.js';
import type { Shipment } from '../shipment/shipment.js';
import type { DeclarationCommand } from './commands.js';
import { declarationDocument } from './declaration.js';
import type { Declaration } from './declaration.js';

/** Lodge a declaration for a shipment there is. Requires: the declarant named in it. Refuses: DECLARATION_CARRIER_WRONG.
 *  Emits: DeclarationLodged. */
export function lodgeDeclaration(
  command: DeclarationCommand<'lodge'>,
  { shipment, call }: { readonly shipment: Shipment; readonly call: Call },
): Decision<Declaration> {
  const draft = { kind: 'declaration' as const, ...command };
  const lodged = begin(declarationDocument, 'lodge', { draft, call });
  const [actual, limit] = [command.parties.carrier.msp, shipment.parties.carrier.msp];
  if (actual !== limit) {
    const details = { field: 'parties.carrier', shipment: shipment.reference };
    throw LedgerError.of('DECLARATION_CARRIER_WRONG', { ...details, actual, limit });
  }
  return [lodged];
}

/** Reject, hold, or refuse to clear, each with its reason. Requires: customs. Emits: DeclarationRejected, DeclarationHeld, ClearanceRefused. */
export function stopDeclaration(
  action: 'reject' | 'hold' | 'refuse',
  declaration: Declaration,
  { reason, call }: { readonly reason: string; readonly call: Call },
): Decision<Declaration> {
  const at = { record: declaration, call, changes: { reason } };
  return [proceed(declarationDocument, action, at)];
}

/** Accept the declaration under its movement reference number. Requires: customs; status lodged. Emits: DeclarationAccepted. */
export function acceptDeclaration(
  declaration: Declaration,
  { mrn }: DeclarationCommand<'accept'>,
  call: Call,
): Decision<Declaration> {
  return [proceed(declarationDocument, 'accept', { record: declaration, call, changes: { mrn } })];
}

/** Record what the examination of the goods came to. Requires: customs; status accepted or held. Refuses: EVENT_IN_FUTURE.
 *  Emits: DeclarationExamined. */
export function examineGoods(
  declaration: Declaration,
  { finding }: DeclarationCommand<'examine'>,
  call: Call,
): Decision<Declaration> {
  const at = { record: declaration, call, changes: { finding } };
  const examined = proceed(declarationDocument, 'examine', at);
  refuseLaterDate('finding.date', { date: finding.date, call });
  return [examined];
}

/**
 * Clear the goods, once they are off the ship. Requires: customs; status accepted or examined.
 * Refuses: DECLARATION_NOT_DISCHARGED, DECLARATION_DIFFERS. Emits: GoodsCleared.
 */
export function clearGoods(
  { declaration, shipment }: { readonly declaration: Declaration; readonly shipment: Shipment },
  call: Call,
): Decision<Declaration> {
  const cleared = proceed(declarationDocument, 'clear', { record: declaration, call });
  if (shipment.status !== 'discharged') {
    const details = { shipment: shipment.reference, current: shipment.status };
    throw LedgerError.of('DECLARATION_NOT_DISCHARGED', details);
  }
  if (declaration.finding?.result === 'differs') {
    throw LedgerError.of('DECLARATION_DIFFERS', { reference: declaration.reference });
  }
  return [cleared];
}
