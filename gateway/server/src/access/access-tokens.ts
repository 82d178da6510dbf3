import { errors, jwtVerify, type JWTPayload } from 'jose';
import { ProblemError } from '../http/problem.js';
import type { Issuer } from './issuer.js';
import { secretHash } from './secret.js';

/** Who a token is of: `client` asked for it, in the name of `subject`, which for a system is itself. */
export interface TokenHolder {
  readonly subject: string;
  readonly client: string;
}

interface Verified extends TokenHolder {
  readonly expires: number;
  /** Until when it is taken without looking at the issuer's keys again, which may change. */
  readonly trusted: number;
}

export interface AccessTokenPorts {
  readonly issuer: Issuer;
  /** The organisation's origin. */
  readonly audience: string;
  readonly now: () => Date;
}

const remembered = 10_000;
const trustMilliseconds = 60_000;

/** The JWT access tokens (RFC 9068) that are good at one organisation. */
export class AccessTokens {
  readonly #verified = new Map<string, Verified>();

  constructor(private readonly ports: AccessTokenPorts) {}

  /** Who a token is of. Refuses: TOKEN_INVALID, saying what is wrong with it; ISSUER_UNAVAILABLE. */
  async holderOf(token: string): Promise<TokenHolder> {
    const now = this.ports.now().getTime();
    const hash = secretHash(token);
    const known = this.#verified.get(hash);
    if (known !== undefined && now < Math.min(known.trusted, known.expires)) return known;
    const verified = await this.#verify(token, now);
    if (this.#verified.size >= remembered) this.#verified.clear();
    this.#verified.set(hash, verified);
    return verified;
  }

  async #verify(token: string, now: number): Promise<Verified> {
    const { issuer, audience } = this.ports;
    const keys = await issuer.keys();
    try {
      const { payload } = await jwtVerify(token, keys, {
        issuer: issuer.url,
        audience,
        algorithms: [...issuer.algorithms],
        typ: 'at+jwt',
        requiredClaims: ['sub', 'exp', 'client_id'],
        currentDate: new Date(now),
      });
      return holderIn(payload, now);
    } catch (error) {
      throw refusalOf(error, this.ports);
    }
  }
}

function holderIn({ sub, exp, client_id: client }: JWTPayload, now: number): Verified {
  if (sub === undefined || exp === undefined || typeof client !== 'string') {
    throw new errors.JWTInvalid('sub, exp and client_id are text, a number and text');
  }
  return { subject: sub, client, expires: exp * 1_000, trusted: now + trustMilliseconds };
}

function refusalOf(error: unknown, { issuer, audience }: AccessTokenPorts): Error {
  if (isUnreachable(error)) return new ProblemError('ISSUER_UNAVAILABLE', {}, 1);
  return new ProblemError('TOKEN_INVALID', {
    detail: `${whatIsWrong(error, audience)} Ask ${issuer.url} for a token.`,
  });
}

const keyFailures: readonly string[] = ['ERR_JOSE_GENERIC', 'ERR_JWKS_TIMEOUT', 'ERR_JWKS_INVALID'];

// Fetching the keys of an outside issuer may fail; that says nothing of the token.
function isUnreachable(error: unknown): boolean {
  return !(error instanceof errors.JOSEError) || keyFailures.includes(error.code);
}

function whatIsWrong(error: unknown, audience: string): string {
  if (error instanceof errors.JWTExpired) {
    const { exp } = error.payload;
    return `The access token has expired${exp === undefined ? '' : ` at ${timeOf(exp)}`}.`;
  }
  if (error instanceof errors.JWTClaimValidationFailed) return wrongClaim(error, audience);
  return 'This is no access token that the issuer of this organisation signed.';
}

const claimFaults = new Map([
  ['iss', 'The access token is of another issuer.'],
  ['nbf', 'The access token is not good yet.'],
  ['typ', 'This token is no access token: its typ is not at+jwt.'],
]);

function wrongClaim(error: errors.JWTClaimValidationFailed, audience: string): string {
  if (error.claim === 'aud') return `The access token is for another audience than ${audience}.`;
  return (
    claimFaults.get(error.claim) ??
    `The access token lacks a claim, or has a wrong one: ${error.claim}.`
  );
}

function timeOf(seconds: number): string {
  const time = new Date(seconds * 1_000);
  return Number.isNaN(time.getTime()) ? 'an unknown time' : time.toISOString();
}
