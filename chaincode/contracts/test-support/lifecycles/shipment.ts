import type { ShipmentStatus } from '@argosy/domain/shipment/steps';
import { aLicence, aShipment, voyage } from '../../../domain/test-support/border.js';
import {
  aReadiness,
  shipmentReference as reference,
} from '../../../domain/test-support/border-commands.js';
import type { LifecycleCase } from './case.js';

const at = '2026-05-20T08:00:00.000Z';

export const shipmentLifecycle: LifecycleCase = {
  document: 'shipment',
  channel: 'border',
  people: {
    exporter: { member: 'beneficiary', staff: 'trader' },
    departingPort: { member: 'departingPort', staff: 'portOfficer' },
    arrivalPort: { member: 'arrivalPort', staff: 'portOfficer' },
    otherTrader: { member: 'applicant', staff: 'trader' },
    carriersPortOfficer: { member: 'carrier', staff: 'portOfficer' },
    otherPortOfficer: { member: 'customs', staff: 'portOfficer' },
    auditor: { member: 'auditor', staff: 'auditor' },
  },
  statuses: ['ready', 'loaded', 'departed', 'arrived', 'discharged'],
  allowed: [
    ['ready', '-', 'exporter', 'ready'],
    ['load', 'ready', 'departingPort', 'loaded'],
    ['depart', 'loaded', 'departingPort', 'departed'],
    ['arrive', 'departed', 'arrivalPort', 'arrived'],
    ['discharge', 'arrived', 'arrivalPort', 'discharged'],
  ],
  record: (status) => aShipment({ status: status as ShipmentStatus }),
  beside: () => [aLicence({ status: 'exhausted' })],
  commands: {
    ready: aReadiness(),
    load: { reference, at, voyage },
    depart: { reference, at },
    arrive: { reference, at },
    discharge: { reference, at },
  },
};
