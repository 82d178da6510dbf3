import type { MspVersion } from '../msp.js';

/** The capabilities that a Fabric 3.1.5 node knows, by the section that names them. */
export const knownCapabilities = {
  channel: ['V1_1', 'V1_3', 'V1_4_2', 'V1_4_3', 'V2_0', 'V3_0'],
  orderer: ['V1_1', 'V1_4_2', 'V2_0'],
  application: [
    'V1_1',
    'V1_2',
    'V1_3',
    'V1_4_2',
    'V2_0',
    'V2_5',
    'V1_1_PVTDATA_EXPERIMENTAL',
    'V1_1_RESOURCETREE_EXPERIMENTAL',
  ],
} as const satisfies Record<string, readonly string[]>;

export type CapabilitySection = keyof typeof knownCapabilities;

/** The first capability of a section that is not known; undefined when all are. */
export function unknownCapability(
  section: CapabilitySection,
  names: readonly string[],
): string | undefined {
  const known: readonly string[] = knownCapabilities[section];
  return names.find((name) => !known.includes(name));
}

const hasAny = (names: readonly string[], ...wanted: readonly string[]): boolean =>
  wanted.some((name) => names.includes(name));

/** Which rules of membership hold under a channel's capabilities. */
export function mspVersion(channel: readonly string[]): MspVersion {
  if (hasAny(channel, 'V3_0')) return '3.0';
  if (hasAny(channel, 'V1_4_3', 'V2_0')) return '1.4.3';
  if (hasAny(channel, 'V1_3', 'V1_4_2')) return '1.3';
  return hasAny(channel, 'V1_1') ? '1.1' : '1.0';
}

/** Whether block signatures may name a consenter by number, and no address is global. */
export const isBftChannel = (channel: readonly string[]): boolean => hasAny(channel, 'V3_0');

/** Whether ordering organisations name their own addresses, and the way of ordering may change. */
export const isMigratable = (channel: readonly string[]): boolean =>
  hasAny(channel, 'V1_4_2', 'V1_4_3', 'V2_0', 'V3_0');

/** Whether access rules may stand in the configuration. */
export const allowsAcls = (application: readonly string[]): boolean =>
  hasAny(application, 'V1_2', 'V1_3', 'V1_4_2', 'V2_0', 'V2_5');
