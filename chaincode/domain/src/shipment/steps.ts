import type { Step } from '../shared/document.js';

export const shipmentRoles = ['exporter', 'carrier', 'departingPort', 'arrivalPort'] as const;

export type ShipmentRole = (typeof shipmentRoles)[number];

export const shipmentStatuses = ['ready', 'loaded', 'departed', 'arrived', 'discharged'] as const;

export type ShipmentStatus = (typeof shipmentStatuses)[number];

/** The events of a shipment, each told by the port where it happens. */
export const shipmentSteps = {
  ready: {
    by: ['exporter'],
    staff: ['trader'],
    from: [],
    to: ['ready'],
    event: 'ShipmentReady',
  },
  load: {
    by: ['departingPort'],
    staff: ['portOfficer'],
    from: ['ready'],
    to: ['loaded'],
    event: 'ShipmentLoaded',
  },
  depart: {
    by: ['departingPort'],
    staff: ['portOfficer'],
    from: ['loaded'],
    to: ['departed'],
    event: 'ShipmentDeparted',
  },
  arrive: {
    by: ['arrivalPort'],
    staff: ['portOfficer'],
    from: ['departed'],
    to: ['arrived'],
    event: 'ShipmentArrived',
  },
  discharge: {
    by: ['arrivalPort'],
    staff: ['portOfficer'],
    from: ['arrived'],
    to: ['discharged'],
    event: 'ShipmentDischarged',
  },
} as const satisfies Record<string, Step<ShipmentRole, ShipmentStatus>>;

export type ShipmentAction = keyof typeof shipmentSteps;
