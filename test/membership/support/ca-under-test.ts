import type { Connection } from '@argosy/operator/membership/transport';

/** What the suite needs of a CA, whoever made it. */
export type CaUnderTest = {
  readonly connection: Connection & { readonly rootsPem: string };
  /** The registrar that it was started with, with every right. */
  readonly bootstrap: { readonly id: string; readonly secret: string };
  /** Come back when the CA's clock is past this time. */
  pass(time: Date): Promise<void>;
  stop(): Promise<void>;
};

/** How it was configured:
 *  - `open`: identities and affiliations may be removed, tokens of old clients are taken, and the profile `brief`
 *    certifies for one second;
 *  - `closed`: as Fabric CA is configured by default, but no secret serves more than twice, and three wrong ones lock. */
export type CaConfiguration = 'open' | 'closed';

/** The same in both: everything in lower case, as Fabric CA stores what its configuration file says. */
export const affiliations = [
  'org1',
  'org1.department1',
  'org1.department2',
  'org2',
  'org2.department1',
];

/** Whom each knows from its configuration, beside the registrar. */
export const configured = {
  name: 'ola',
  pass: 'olapw',
  type: 'client',
  affiliation: 'org1.department1',
  attrs: { 'argosy.role': 'tradeOfficer:ecert', desk: '7' },
};

export type CaKind = {
  readonly name: string;
  start(configuration: CaConfiguration): Promise<CaUnderTest>;
};
