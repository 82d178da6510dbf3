import type { LicenceStatus } from '@argosy/domain/licence/steps';
import { aLicence, grant, inspection } from '../../../domain/test-support/border.js';
import {
  anApplicationForLicence,
  bicycles,
  licenceReference as reference,
} from '../../../domain/test-support/border-commands.js';
import type { LifecycleCase } from './case.js';

const reason = 'The consignee is embargoed';

export const licenceLifecycle: LifecycleCase = {
  document: 'licence',
  channel: 'border',
  people: {
    exporter: { member: 'beneficiary', staff: 'trader' },
    authority: { member: 'exportControl', staff: 'licensingOfficer' },
    otherTrader: { member: 'applicant', staff: 'trader' },
    carriersTrader: { member: 'carrier', staff: 'trader' },
    carriersOfficer: { member: 'carrier', staff: 'carrierOfficer' },
    otherLicensingOfficer: { member: 'customs', staff: 'licensingOfficer' },
    auditor: { member: 'auditor', staff: 'auditor' },
  },
  statuses: ['applied', 'inspected', 'issued', 'refused', 'exhausted', 'revoked'],
  allowed: [
    ['apply', '-', 'exporter', 'applied'],
    ['inspect', 'applied', 'authority', 'inspected'],
    ['issue', 'inspected', 'authority', 'issued'],
    ['refuse', 'applied', 'authority', 'refused'],
    ['refuse', 'inspected', 'authority', 'refused'],
    ['drawDown', 'issued', 'exporter', 'issued'],
    ['revoke', 'issued', 'authority', 'revoked'],
    ['revoke', 'exhausted', 'authority', 'revoked'],
  ],
  record: (status) => aLicence({ status: status as LicenceStatus }),
  beside: () => [],
  commands: {
    apply: anApplicationForLicence(),
    inspect: { reference, inspection },
    issue: { reference, grant },
    refuse: { reference, reason },
    drawDown: { reference, shipment: 'SH-2026/0012', quantity: bicycles(400) },
    revoke: { reference, reason },
  },
};
