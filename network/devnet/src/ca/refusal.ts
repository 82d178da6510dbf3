/** Fabric CA's error codes (`lib/caerrors`) that this CA answers with. */
export const caCodes = {
  unknown: 0,
  methodNotAllowed: 1,
  noAuthorizationHeader: 2,
  unreadableBody: 3,
  emptyBody: 4,
  badBody: 5,
  certificateNotFound: 8,
  wrongOwner: 9,
  identityToRevokeNotFound: 10,
  missingRevokeArguments: 15,
  affiliationNotFound: 16,
  caNotFound: 19,
  authentication: 20,
  badRequestForCertificate: 31,
  invalidRevokedAfter: 36,
  invalidExpireAfter: 37,
  addIdentity: 52,
  removeIdentity: 56,
  modifyIdentity: 58,
  addAffiliation: 60,
  badBoolean: 61,
  notInDatabase: 63,
  modifyAffiliation: 64,
  alreadyRevoked: 66,
  certificateFilter: 67,
  authorization: 71,
  passwordAttempts: 73,
  alreadyRegistered: 74,
  registration: 75,
  wrongCommonName: 77,
  invalidBooleanAttribute: 79,
  certificateRequestTooLong: 80,
  maxEnrolments: 82,
} as const;

export type CaCode = keyof typeof caCodes;

/** A refusal as the caller sees it: HTTP status, Fabric CA's code, a sentence. */
export class CaRefusal extends Error {
  readonly status: number;
  readonly code: number;

  constructor(status: number, code: CaCode, message: string) {
    super(message);
    this.name = 'CaRefusal';
    this.status = status;
    this.code = caCodes[code];
  }
}

/** Who fails to prove who they are is never told why. */
export const notAuthenticated = (): CaRefusal =>
  new CaRefusal(401, 'authentication', 'Authentication failure');

/** Who may not do a thing is never told which right is missing. */
export const notAuthorised = (): CaRefusal =>
  new CaRefusal(403, 'authorization', 'Authorization failure');

/** What Fabric CA has no code of its own for. */
export const failed = (message: string): CaRefusal => new CaRefusal(500, 'unknown', message);
