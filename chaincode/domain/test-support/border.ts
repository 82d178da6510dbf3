import type { Declaration } from '../src/declaration/declaration.js';
import type { Licence } from '../src/licence/licence.js';
import type { Shipment } from '../src/shipment/shipment.js';
import {
  aLodgement,
  anApplicationForLicence,
  aReadiness,
  bicycles,
  shipmentReference,
} from './border-commands.js';

export const mrn = '26PT00012345678909';

const certificateHash = 'c3'.repeat(32);

export const inspection: NonNullable<Licence['inspection']> = {
  date: '2026-05-04',
  result: 'conforms',
};

export const grant: NonNullable<Licence['grant']> = {
  number: 'CN-2026-00815',
  validFrom: '2026-05-05',
  validUntil: '2026-05-31',
  quantity: bicycles(1000),
  certificateSha256: certificateHash,
};

/** What a licence has by the time it is in some status. */
const licencesIn: Readonly<Record<Licence['status'], Partial<Licence>>> = {
  applied: {},
  inspected: { inspection },
  issued: { inspection, grant, left: bicycles(1000) },
  refused: { inspection, reason: 'The consignee is embargoed' },
  exhausted: {
    inspection,
    grant,
    left: bicycles(0),
    drawn: [{ shipment: shipmentReference, quantity: bicycles(1000) }],
  },
  revoked: { inspection, grant, left: bicycles(1000), reason: 'The consignee is embargoed' },
};

/** A licence in some status, issued unless told. */
export function aLicence(change: Partial<Licence> = {}): Licence {
  const { status = 'issued' } = change;
  return {
    kind: 'licence',
    version: 3,
    guards: ['CustomsMSP'],
    seal: '1c'.repeat(32),
    latestTime: '2026-05-06T08:00:00.000Z',
    ...anApplicationForLicence(),
    status,
    drawn: [],
    ...licencesIn[status],
    ...change,
  };
}

export const voyage: NonNullable<Shipment['voyage']> = {
  imo: '9074729',
  name: 'Estrela do Mar',
  number: '0142W',
};

/** When each thing happened to the shipment of the tests. */
export const happened = {
  ready: '2026-05-07T08:00:00.000Z',
  loadedAt: '2026-05-08T10:00:00.000Z',
  departedAt: '2026-05-09T10:00:00.000Z',
  arrivedAt: '2026-05-18T10:00:00.000Z',
  dischargedAt: '2026-05-19T10:00:00.000Z',
} as const;

const { ready, loadedAt, departedAt, arrivedAt, dischargedAt } = happened;

const shipmentsIn: Readonly<Record<Shipment['status'], Partial<Shipment>>> = {
  ready: { version: 1, latestTime: ready },
  loaded: { voyage, loadedAt, latestTime: loadedAt },
  departed: { voyage, loadedAt, departedAt, latestTime: departedAt },
  arrived: { voyage, loadedAt, departedAt, arrivedAt, latestTime: arrivedAt },
  discharged: {
    voyage,
    loadedAt,
    departedAt,
    arrivedAt,
    dischargedAt,
    latestTime: dischargedAt,
  },
};

/** A shipment in some status, ready unless told. */
export function aShipment(change: Partial<Shipment> = {}): Shipment {
  const { status = 'ready' } = change;
  return {
    kind: 'shipment',
    version: 2,
    guards: ['CarrierMSP', 'CustomsMSP'],
    seal: '2c'.repeat(32),
    latestTime: ready,
    ...aReadiness(),
    status,
    ...shipmentsIn[status],
    ...change,
  };
}

export const finding: NonNullable<Declaration['finding']> = {
  date: '2026-05-20',
  result: 'asDeclared',
};

const declarationsIn: Readonly<Record<Declaration['status'], Partial<Declaration>>> = {
  lodged: {},
  rejected: { reason: 'Line 1 has no such code' },
  accepted: { mrn },
  held: { mrn, reason: 'The seal is broken' },
  examined: { mrn, finding },
  cleared: { mrn, finding },
  refused: { mrn, finding: { ...finding, result: 'differs' }, reason: 'Motorcycles' },
};

/** A declaration in some status, lodged unless told. */
export function aDeclaration(change: Partial<Declaration> = {}): Declaration {
  const { status = 'lodged' } = change;
  return {
    kind: 'declaration',
    version: 2,
    guards: ['CustomsMSP'],
    seal: '3c'.repeat(32),
    latestTime: '2026-05-19T12:00:00.000Z',
    ...aLodgement(),
    status,
    ...declarationsIn[status],
    ...change,
  };
}
