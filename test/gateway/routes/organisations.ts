import { staffRoles, type StaffRole } from '@argosy/domain/shared/staff-roles';
import { systemSecret, type StandMember } from '../stand.js';
import { secretHash } from '@argosy/gateway/access/secret';

/** Which channels each organisation is on: the agreement of the network, and no reading of its description. */
const channelsOf = {
  Importer: ['trade', 'border'],
  ImportBank: ['trade'],
  ExportBank: ['trade'],
  Exporter: ['trade', 'border'],
  ExportControl: ['border'],
  Carrier: ['trade', 'border'],
  DepartingPort: ['border'],
  ArrivalPort: ['border'],
  Customs: ['border'],
  Auditor: ['trade', 'border'],
} as const satisfies Record<string, readonly ChannelName[]>;

export type ChannelName = 'trade' | 'border';
export type OrganisationName = keyof typeof channelsOf;
export const organisationNames: readonly OrganisationName[] = [
  'Importer',
  'ImportBank',
  'ExportBank',
  'Exporter',
  'ExportControl',
  'Carrier',
  'DepartingPort',
  'ArrivalPort',
  'Customs',
  'Auditor',
];

export function isOn(organisation: OrganisationName, channel: string): boolean {
  return channelsOf[organisation].some((it) => it === channel);
}

/** Somebody who asks: each organisation has one of every staff role, fitting or not, and a system. */
export interface Asker {
  readonly id: string;
  readonly organisation: OrganisationName;
  readonly role: StaffRole;
  readonly isSystem: boolean;
}

/** What the system of each organisation is. */
const roleOfSystem: Readonly<Record<OrganisationName, StaffRole>> = {
  Importer: 'trader',
  ImportBank: 'tradeOfficer',
  ExportBank: 'tradeSupervisor',
  Exporter: 'trader',
  ExportControl: 'licensingOfficer',
  Carrier: 'carrierOfficer',
  DepartingPort: 'portOfficer',
  ArrivalPort: 'portOfficer',
  Customs: 'customsOfficer',
  Auditor: 'auditor',
};

export const askers: readonly Asker[] = organisationNames.flatMap((organisation) => [
  ...staffRoles.map((role) => ({
    id: `${organisation}-${role}`.toLowerCase(),
    organisation,
    role,
    isSystem: false,
  })),
  {
    id: `${organisation}-system`.toLowerCase(),
    organisation,
    role: roleOfSystem[organisation],
    isSystem: true,
  },
]);

/** What a certificate of somebody here says of the role. */
export function roleOf(id: string): string {
  return askers.find((asker) => asker.id === id)?.role ?? '';
}

export function originOf(organisation: OrganisationName): string {
  return `http://${organisation.toLowerCase()}.localhost:17000`;
}

/** The ten organisations, as a stand serves them. */
export const standMembers: readonly StandMember[] = organisationNames.map((name) => {
  const own = askers.filter(({ organisation }) => organisation === name);
  const actor = ({ id, role }: Asker) => ({ id, name: id, role, certificate: 'none', key: 'none' });
  return {
    msp: `${name}MSP`,
    name,
    origin: originOf(name),
    issuer: { kind: 'sandbox' },
    people: own.filter(({ isSystem }) => !isSystem).map(actor),
    systems: own
      .filter(({ isSystem }) => isSystem)
      .map((it) => ({ ...actor(it), secretHash: secretHash(systemSecret) })),
    channels: channelsOf[name],
  };
});
