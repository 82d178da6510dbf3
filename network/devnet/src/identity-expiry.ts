import type { Identity } from '@argosy/protocol/msp';

/** Whether the certificate's time is over. */
export function isExpired(identity: Identity, now: number): boolean {
  return now > identity.certificate.notAfter;
}
