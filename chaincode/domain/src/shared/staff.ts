import type { StaffRole } from './staff-roles.js';

/** The staff groups that the tables name. */
export const traders: readonly StaffRole[] = ['trader'];
export const bankers: readonly StaffRole[] = ['tradeOfficer', 'tradeSupervisor'];

/** Whoever takes part in a deal, and the auditor, may read what their channel holds. */
export const readers: readonly StaffRole[] = [
  'trader',
  'tradeOfficer',
  'tradeSupervisor',
  'licensingOfficer',
  'carrierOfficer',
  'portOfficer',
  'customsOfficer',
  'auditor',
  'administrator',
];

/** Whose staff put terms into private collections: those who act in deals, and nobody who only reads or administers. */
export const confidants: readonly StaffRole[] = [
  ...traders,
  ...bankers,
  'licensingOfficer',
  'customsOfficer',
];
