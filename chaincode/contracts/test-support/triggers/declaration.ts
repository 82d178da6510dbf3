import { aDeclaration, aShipment, finding } from '../../../domain/test-support/border.js';
import {
  aLodgement,
  declarationReference as reference,
} from '../../../domain/test-support/border-commands.js';
import type { Declaration } from '@argosy/domain/declaration/declaration';
import type { Shipment } from '@argosy/domain/shipment/shipment';
import { act, by, refusalOfCall } from './trigger.js';

const channel = 'border';
const { parties } = aLodgement();

const clear = async (declaration: Partial<Declaration>, status: Shipment['status']) =>
  refusalOfCall({
    channel,
    by: await by('customs', 'customsOfficer'),
    args: act('declaration', 'clear', { reference }),
    records: [aDeclaration(declaration), aShipment({ status })],
  });

/** What a declaration refuses. */
export const declarationTriggers = {
  DECLARATION_CARRIER_WRONG: async () =>
    refusalOfCall({
      channel,
      by: await by('applicant', 'trader'),
      args: act(
        'declaration',
        'lodge',
        aLodgement({ parties: { ...parties, carrier: parties.customs } }),
      ),
      records: [aShipment()],
    }),
  DECLARATION_NOT_DISCHARGED: () => clear({ status: 'accepted' }, 'arrived'),
  DECLARATION_DIFFERS: () =>
    clear({ status: 'examined', finding: { ...finding, result: 'differs' } }, 'discharged'),
};
