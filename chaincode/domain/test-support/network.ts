import type { Member } from '../src/register/member.js';

/** The member that has each part in the deals of the tests. */
export const members = {
  applicant: 'ImporterMSP',
  issuingBank: 'ImportBankMSP',
  advisingBank: 'ExportBankMSP',
  beneficiary: 'ExporterMSP',
  carrier: 'CarrierMSP',
  exportControl: 'ExportControlMSP',
  departingPort: 'DepartingPortMSP',
  arrivalPort: 'ArrivalPortMSP',
  customs: 'CustomsMSP',
  auditor: 'AuditorMSP',
} as const;

export type Channel = 'trade' | 'border' | 'consortium';

type Entry = readonly [
  msp: string,
  name: string,
  businessRole: Member['businessRoles'][number],
  place: string,
  guards: Partial<Record<Channel, string>>,
];

const own = (msp: string): Record<Channel, string> => ({
  trade: msp,
  border: msp,
  consortium: msp,
});

/** Who is who, and whose peer endorses for them on which channel. */
const entries: readonly Entry[] = [
  [
    'ImporterMSP',
    'Lusitania Imports',
    'importer',
    'PTLIS',
    { trade: 'ImportBankMSP', border: 'CustomsMSP', consortium: 'ImportBankMSP' },
  ],
  [
    'ImportBankMSP',
    'Banco do Tejo',
    'bank',
    'PTLIS',
    { trade: 'ImportBankMSP', consortium: 'ImportBankMSP' },
  ],
  [
    'ExportBankMSP',
    'Pearl River Bank',
    'bank',
    'CNCAN',
    { trade: 'ExportBankMSP', consortium: 'ExportBankMSP' },
  ],
  [
    'ExporterMSP',
    '珠江出口',
    'exporter',
    'CNCAN',
    { trade: 'ExportBankMSP', border: 'CustomsMSP', consortium: 'ExportBankMSP' },
  ],
  ['CarrierMSP', 'Mar Aberto Lines', 'carrier', 'DKCPH', own('CarrierMSP')],
  [
    'ExportControlMSP',
    'Export Control Office',
    'exportControl',
    'CNBJS',
    { border: 'CustomsMSP', consortium: 'CustomsMSP' },
  ],
  [
    'DepartingPortMSP',
    'Port of Nansha',
    'portAuthority',
    'CNNSA',
    { border: 'CarrierMSP', consortium: 'CarrierMSP' },
  ],
  [
    'ArrivalPortMSP',
    'Port of Lisbon',
    'portAuthority',
    'PTLIS',
    { border: 'CustomsMSP', consortium: 'CustomsMSP' },
  ],
  [
    'CustomsMSP',
    'Customs of Lisbon',
    'customs',
    'PTLIS',
    { border: 'CustomsMSP', consortium: 'CustomsMSP' },
  ],
  ['AuditorMSP', 'Osei Audit', 'auditor', 'GBLON', own('AuditorMSP')],
];

// A valid one; the tests need no other.
const lei = '7LTWFZYICNSX8D621K86';

/** Who votes on the register of a channel, and guards it. */
export const votersOf: Readonly<Record<Channel, readonly string[]>> = {
  trade: [members.issuingBank, members.advisingBank, members.carrier],
  border: [members.carrier, members.customs],
  consortium: [members.issuingBank, members.advisingBank, members.carrier, members.customs],
};

/** Where an entry of a channel's register comes from. */
export function originOn(channel: Channel): Member['origin'] {
  return { decision: 'FOUNDING', sha256: 'f0'.repeat(32), voters: [...votersOf[channel]] };
}

/** What the register of a channel holds of its members, as its voters decided. */
export function registeredMembers(channel: Channel): readonly Member[] {
  const of = { guards: [...votersOf[channel]].sort(), origin: originOn(channel) };
  return entries.flatMap(([msp, name, businessRole, place, guards]) => {
    const guard = guards[channel];
    return guard === undefined
      ? []
      : [
          aMember({
            ...of,
            msp,
            name,
            businessRoles: [businessRole],
            place,
            guard,
          }),
        ];
  });
}

/** The register's entry of a member. */
export function aMember(change: Partial<Member> = {}): Member {
  return {
    kind: 'member',
    version: 1,
    guards: [...votersOf.trade].sort(),
    seal: '00'.repeat(32),
    latestTime: '2026-01-05T08:00:00.000Z',
    msp: 'ImporterMSP',
    name: 'Lusitania Imports',
    lei,
    businessRoles: ['importer'],
    place: 'PTLIS',
    guard: 'ImportBankMSP',
    keys: [],
    status: 'active',
    origin: originOn('trade'),
    ...change,
  };
}
