import type { Step } from '../shared/document.js';

export const licenceRoles = ['exporter', 'authority', 'carrier'] as const;

export type LicenceRole = (typeof licenceRoles)[number];

export const licenceStatuses = [
  'applied',
  'inspected',
  'issued',
  'refused',
  'exhausted',
  'revoked',
] as const;

export type LicenceStatus = (typeof licenceStatuses)[number];

/** The life of an export licence. What was shipped under it stays shipped when it is revoked. */
export const licenceSteps = {
  apply: {
    by: ['exporter'],
    staff: ['trader'],
    from: [],
    to: ['applied'],
    event: 'LicenceApplied',
  },
  inspect: {
    by: ['authority'],
    staff: ['licensingOfficer'],
    from: ['applied'],
    to: ['inspected'],
    event: 'GoodsInspected',
  },
  issue: {
    by: ['authority'],
    staff: ['licensingOfficer'],
    from: ['inspected'],
    to: ['issued'],
    event: 'LicenceIssued',
  },
  refuse: {
    by: ['authority'],
    staff: ['licensingOfficer'],
    from: ['applied', 'inspected'],
    to: ['refused'],
    event: 'LicenceRefused',
  },
  drawDown: {
    by: ['exporter'],
    staff: ['trader'],
    from: ['issued'],
    to: ['issued', 'exhausted'],
    event: 'LicenceDrawnDown',
  },
  revoke: {
    by: ['authority'],
    staff: ['licensingOfficer'],
    from: ['issued', 'exhausted'],
    to: ['revoked'],
    event: 'LicenceRevoked',
  },
} as const satisfies Record<string, Step<LicenceRole, LicenceStatus>>;

export type LicenceAction = keyof typeof licenceSteps;
