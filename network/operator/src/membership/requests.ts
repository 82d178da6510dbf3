import type { KeyRequest } from './key-request.js';

/** An attribute that an identity is given; with `ecert` it is in every enrolment certificate. */
export type GivenAttribute = {
  readonly name: string;
  readonly value: string;
  readonly ecert?: boolean;
};

/** What of an identity can be changed; what is left out stays. */
export type IdentityChange = {
  readonly secret?: string;
  readonly type?: string;
  /** A dot is the root. */
  readonly affiliation?: string;
  readonly attributes?: readonly GivenAttribute[];
  /** -1 is without limit; in a change -2 is none at all. */
  readonly maxEnrolments?: number;
};

export type Registration = IdentityChange & { readonly id: string };

/** What a certificate should be like. */
export type CertificateWish = {
  /** `tls` for a certificate of a listener or of the client side of a connection. */
  readonly profile?: string;
  /** The names and addresses of a listener. */
  readonly hosts?: readonly string[];
  /** Instead of the attributes that are always in; one that is missing is an error unless it is optional. */
  readonly attributes?: readonly { readonly name: string; readonly optional?: boolean }[];
  /** A key to keep, in PEM; otherwise a new one is made. */
  readonly keyPem?: string;
  /** A key with its request, made before on the same name. */
  readonly request?: KeyRequest;
};

/** Either an identity, or one certificate by its numbers. */
export type RevocationRequest = {
  readonly id?: string;
  readonly serial?: string;
  readonly aki?: string;
  /** A name of RFC 5280 in lower case, such as `keycompromise`. */
  readonly reason?: string;
  readonly wantsCrl?: boolean;
};

export type CrlPeriod = {
  readonly revokedAfter?: Date;
  readonly revokedBefore?: Date;
  readonly expireAfter?: Date;
  readonly expireBefore?: Date;
};

/** By Fabric CA's names; times as RFC 3339, as a day, or from now, such as `-30m` or `+10d`. */
export type CertificateFilter = {
  readonly id?: string;
  readonly serial?: string;
  readonly aki?: string;
  readonly notexpired?: boolean;
  readonly notrevoked?: boolean;
  readonly expired_start?: string;
  readonly expired_end?: string;
  readonly revoked_start?: string;
  readonly revoked_end?: string;
};
