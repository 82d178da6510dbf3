/** The versions of an MSP's rules, oldest first. A channel's capabilities choose one. */
const versions = ['1.0', '1.1', '1.3', '1.4.3', '3.0'] as const;

export type MspVersion = (typeof versions)[number];

/** Whether the rules are those of a version or later ones. */
export const since = (version: MspVersion, first: MspVersion): boolean =>
  versions.indexOf(version) >= versions.indexOf(first);
