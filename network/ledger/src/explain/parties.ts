import type { ChannelBundle } from '@argosy/protocol/channel-config';
import { SerializedIdentity } from '@argosy/protocol/messages/msp';
import type { Identity } from '@argosy/protocol/msp';
import type { SignatureChecks } from '@argosy/protocol/signature-checks';
import type { SignedData } from '@argosy/protocol/signed-data';
import { decode } from '@argosy/protocol/wire';
import type { EndorsementSeen, Party } from './explanation.js';

export interface Judges {
  readonly bundle: Pick<ChannelBundle, 'msps' | 'policies' | 'channelId'>;
  readonly checks: SignatureChecks;
}

/** Who an identity is, as the channel knows it. */
export function partyOf({ mspId, certificate, validity }: Identity): Party {
  const { commonName, organizationalUnits } = certificate.subjectName;
  const subject = [`CN=${commonName}`, ...organizationalUnits.map((unit) => `OU=${unit}`)];
  const party = { mspId, subject: subject.join(', '), serial: certificate.serial.toString(16) };
  if (!validity.valid) return { ...party, problem: validity.reason };
  return validity.role === undefined ? party : { ...party, role: validity.role };
}

/** Who signed by these bytes; of somebody unknown to the channel, what can be read. */
export function signerOf(creator: Uint8Array, { bundle }: Judges): Party {
  const identity = bundle.msps.identity(creator);
  if (identity !== undefined) return partyOf(identity);
  try {
    const { mspid } = decode(SerializedIdentity, creator);
    return { mspId: mspid, problem: 'the channel does not know this identity' };
  } catch {
    return { mspId: '', problem: 'the identity cannot be read' };
  }
}

/** An endorsement, and whether its signature holds. */
export function endorsementSeen(signed: SignedData, judges: Judges): EndorsementSeen {
  const by = signerOf(signed.identity, judges);
  const identity = judges.bundle.msps.identity(signed.identity);
  if (identity === undefined) return { by, signature: 'cannot be checked' };
  const { message, signature } = signed;
  const check = { signer: identity.id, key: identity.publicKey, message, signature };
  return { by, signature: judges.checks.holds(check) ? 'holds' : 'does not hold' };
}
