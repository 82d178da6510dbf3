import type { Ca, Call } from './ca.js';
import type { Identity } from './records.js';
import { CaRefusal, notAuthenticated } from './refusal.js';
import { isSecret } from './secrets.js';

/** Who enrols, by name and secret. A wrong secret is counted; a right one ends the count.
 *  Refuses a missing header, a locked identity, and without a reason everyone else who may not enrol. */
export function authenticateSecret(ca: Ca, call: Call): Identity {
  const { id, secret } = readBasic(call.authorization);
  const identity = ca.registry.identity(id);
  if (ca.settings.maxEnrolments === 0 || identity === undefined) throw notAuthenticated();
  refuseLocked(ca, identity);
  if (!isSecret(secret, identity.secretHash)) {
    const wrongSecrets = identity.wrongSecrets + 1;
    ca.registry.commit([{ kind: 'identity', record: { ...identity, wrongSecrets } }]);
    throw notAuthenticated();
  }
  const limit = limitOf(ca, identity);
  if (identity.revoked || limit === 0) throw notAuthenticated();
  if (limit !== -1 && identity.enrolments >= limit) throw notAuthenticated();
  if (identity.wrongSecrets === 0) return identity;
  const cleared = { ...identity, wrongSecrets: 0 };
  ca.registry.commit([{ kind: 'identity', record: cleared }]);
  return cleared;
}

function readBasic(header: string | undefined): { id: string; secret: string } {
  if (header === undefined)
    throw new CaRefusal(401, 'noAuthorizationHeader', 'No authorization header');
  const [, encoded] = /^basic (.*)$/i.exec(header) ?? [];
  const text = Buffer.from(encoded ?? '', 'base64').toString();
  const colon = text.indexOf(':');
  if (colon < 0) throw notAuthenticated();
  return { id: text.slice(0, colon), secret: text.slice(colon + 1) };
}

function refuseLocked({ settings }: Ca, { wrongSecrets }: Identity): void {
  const limit = settings.passwordAttempts;
  if (limit <= 0 || wrongSecrets !== limit) return;
  const why = `Incorrect password entered ${wrongSecrets} times, max incorrect password limit of ${limit} reached`;
  throw new CaRefusal(401, 'passwordAttempts', why);
}

/** The CA's limit goes before an identity's own that is wider. */
function limitOf({ settings }: Ca, { maxEnrolments }: Identity): number {
  const ofCa = settings.maxEnrolments;
  const isWider = maxEnrolments === -1 || maxEnrolments > ofCa;
  return ofCa !== -1 && isWider && maxEnrolments !== 0 ? ofCa : maxEnrolments;
}
