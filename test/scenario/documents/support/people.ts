/** Somebody who signs: a member's person, by the name that the identity has in the run folder. */
export type Person = { readonly msp: string; readonly person: string };

/** The staff of the ten members, as the network's description has them. */
export const staff = {
  ines: { msp: 'ImporterMSP', person: 'ines' },
  henrik: { msp: 'ImportBankMSP', person: 'henrik' },
  mei: { msp: 'ExportBankMSP', person: 'mei' },
  omar: { msp: 'ExporterMSP', person: 'omar' },
  lucia: { msp: 'ExportControlMSP', person: 'lucia' },
  anders: { msp: 'CarrierMSP', person: 'anders' },
  rafael: { msp: 'DepartingPortMSP', person: 'rafael' },
  greta: { msp: 'ArrivalPortMSP', person: 'greta' },
  jonas: { msp: 'CustomsMSP', person: 'jonas' },
  amara: { msp: 'AuditorMSP', person: 'amara' },
} as const satisfies Record<string, Person>;

export type StaffName = keyof typeof staff;

/** What the staff in a deal may be, and so what somebody would have to be to act in their stead. */
export const roles = [
  'trader',
  'tradeOfficer',
  'licensingOfficer',
  'carrierOfficer',
  'portOfficer',
  'customsOfficer',
] as const;

export type Role = (typeof roles)[number];

/** The role of everybody who acts in a deal. */
export const roleOf = {
  ines: 'trader',
  henrik: 'tradeOfficer',
  mei: 'tradeOfficer',
  omar: 'trader',
  lucia: 'licensingOfficer',
  anders: 'carrierOfficer',
  rafael: 'portOfficer',
  greta: 'portOfficer',
  jonas: 'customsOfficer',
} as const satisfies Partial<Record<StaffName, Role>>;

export type Actor = keyof typeof roleOf;

/**
 * Staff of the right kind in the wrong house: the carrier is a member of every channel, and has people of every kind here; for what
 * carriers' officers do there is one of the exporter.
 */
export function stranger(role: Role): Person {
  const msp = role === 'carrierOfficer' ? 'ExporterMSP' : 'CarrierMSP';
  return { msp, person: `strange-${role.toLowerCase()}` };
}

/** The same of the auditor, whom the registers hold as suspended or not at all. */
export const unregistered = (role: Role): Person => ({
  msp: 'AuditorMSP',
  person: `unregistered-${role.toLowerCase()}`,
});

/** The people whom the description lacks for that. */
export const posers: readonly (Person & { readonly role: Role })[] = roles.flatMap((role) => [
  { ...stranger(role), role },
  { ...unregistered(role), role },
]);
