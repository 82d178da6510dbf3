import type { DeclarationStatus } from '@argosy/domain/declaration/steps';
import { aDeclaration, aShipment, finding, mrn } from '../../../domain/test-support/border.js';
import {
  aLodgement,
  declarationReference as reference,
} from '../../../domain/test-support/border-commands.js';
import type { LifecycleCase } from './case.js';

const reason = 'Line 1 has no such code';

export const declarationLifecycle: LifecycleCase = {
  document: 'declaration',
  channel: 'border',
  people: {
    declarant: { member: 'applicant', staff: 'trader' },
    customs: { member: 'customs', staff: 'customsOfficer' },
    otherTrader: { member: 'beneficiary', staff: 'trader' },
    carriersTrader: { member: 'carrier', staff: 'trader' },
    otherCustomsOfficer: { member: 'arrivalPort', staff: 'customsOfficer' },
    portOfficer: { member: 'arrivalPort', staff: 'portOfficer' },
    auditor: { member: 'auditor', staff: 'auditor' },
  },
  statuses: ['lodged', 'rejected', 'accepted', 'held', 'examined', 'cleared', 'refused'],
  allowed: [
    ['lodge', '-', 'declarant', 'lodged'],
    ['reject', 'lodged', 'customs', 'rejected'],
    ['accept', 'lodged', 'customs', 'accepted'],
    ['hold', 'accepted', 'customs', 'held'],
    ['examine', 'accepted', 'customs', 'examined'],
    ['examine', 'held', 'customs', 'examined'],
    ['clear', 'accepted', 'customs', 'cleared'],
    ['clear', 'examined', 'customs', 'cleared'],
    ['refuse', 'held', 'customs', 'refused'],
    ['refuse', 'examined', 'customs', 'refused'],
  ],
  record: (status) => aDeclaration({ status: status as DeclarationStatus }),
  beside: () => [aShipment({ status: 'discharged' })],
  commands: {
    lodge: aLodgement(),
    reject: { reference, reason },
    accept: { reference, mrn },
    hold: { reference, reason },
    examine: { reference, finding },
    clear: { reference },
    refuse: { reference, reason },
  },
};
