/** What a member of the network is in trade. A member may be several. */
export const businessRoles = [
  'importer',
  'exporter',
  'bank',
  'carrier',
  'exportControl',
  'portAuthority',
  'customs',
  'auditor',
] as const;

export type BusinessRole = (typeof businessRoles)[number];
