import type { Identity } from '@argosy/protocol/msp';

const expiries = new WeakMap<Identity, number>();

/** Whether the certificate's time is over. Reading a date from a certificate is slow, so it is read once. */
export function isExpired(identity: Identity, now: number): boolean {
  let expiry = expiries.get(identity);
  if (expiry === undefined) {
    expiry = identity.certificate.validToDate.getTime();
    expiries.set(identity, expiry);
  }
  return now > expiry;
}
