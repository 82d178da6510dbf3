/** What a member's staff may be, in the attribute `argosy.role` of their certificates. */
export const staffRoles = [
  'trader',
  'tradeOfficer',
  'tradeSupervisor',
  'licensingOfficer',
  'carrierOfficer',
  'portOfficer',
  'customsOfficer',
  'auditor',
  'administrator',
] as const;

export type StaffRole = (typeof staffRoles)[number];

export const staffRoleAttribute = 'argosy.role';

export function isStaffRole(text: string): text is StaffRole {
  return staffRoles.some((role) => role === text);
}
