/** What kind of certificate a caller can ask for by name. */
export type Profile = {
  readonly usages: readonly Usage[];
  readonly lifetimeSeconds: number;
  readonly isAuthority: boolean;
};
export type Usage =
  | 'digitalSignature'
  | 'keyEncipherment'
  | 'keyAgreement'
  | 'keyCertSign'
  | 'cRLSign'
  | 'serverAuth'
  | 'clientAuth';

export type Settings = {
  /** How often a secret may be used at most; -1 is without limit, 0 ends enrolment and registration. */
  readonly maxEnrolments: number;
  /** After so many wrong secrets in a row an identity is locked; 0 is never. */
  readonly passwordAttempts: number;
  readonly allowsIdentityRemoval: boolean;
  readonly allowsAffiliationRemoval: boolean;
  /** Whether tokens of clients before 1.4 are taken, whose signature leaves method and path out. */
  readonly allowsLegacyTokens: boolean;
  readonly affiliations: readonly string[];
  readonly profiles: Readonly<Record<string, Profile>>;
  readonly crlLifetimeSeconds: number;
};

/** The profile of a request that names none. */
export const defaultProfile = '';
const hour = 3600;
const year = 8760 * hour;

/** As in fabric-ca-server's own configuration file. */
export const defaultSettings: Settings = {
  maxEnrolments: -1,
  passwordAttempts: 10,
  allowsIdentityRemoval: false,
  allowsAffiliationRemoval: false,
  allowsLegacyTokens: false,
  affiliations: ['org1', 'org1.department1', 'org1.department2', 'org2', 'org2.department1'],
  profiles: {
    [defaultProfile]: {
      usages: ['digitalSignature'],
      lifetimeSeconds: year,
      isAuthority: false,
    },
    tls: {
      usages: ['digitalSignature', 'keyEncipherment', 'keyAgreement', 'serverAuth', 'clientAuth'],
      lifetimeSeconds: year,
      isAuthority: false,
    },
    ca: { usages: ['keyCertSign', 'cRLSign'], lifetimeSeconds: 5 * year, isAuthority: true },
  },
  crlLifetimeSeconds: 24 * hour,
};
