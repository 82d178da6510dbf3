import { SerializedIdentity } from '@argosy/protocol/messages/msp';
import type { MspSpec } from '@argosy/protocol/config-group';
import type { Signer } from '@argosy/protocol/signer';
import { encode } from '@argosy/protocol/wire';
import { makeAuthority } from '../ca/authority.js';
import { encodePem } from '@argosy/protocol/pem';
import { issue, type Authority } from '../ca/issue.js';
import type { Surroundings } from '../ca/surroundings.js';
import { sign } from './seeded-keys.js';

export type Role = 'client' | 'admin' | 'peer' | 'orderer';

/** Somebody with a certificate. */
export interface Member extends Signer {
  /** PEM. */
  readonly certificate: string;
}

const LIFETIME_MS = 365 * 86_400_000;

/** An organisation with an authority of its own. */
export class SimulatedOrganisation {
  private readonly authority: Authority;
  private readonly tlsAuthority: Authority;

  constructor(
    readonly mspId: string,
    private readonly surroundings: Surroundings,
  ) {
    const name = (kind: string) => ({ commonName: `${kind}.${mspId}`, organisation: mspId });
    this.authority = makeAuthority(name('ca'), surroundings);
    this.tlsAuthority = makeAuthority(name('tlsca'), surroundings);
  }

  get msp(): MspSpec {
    return {
      mspId: this.mspId,
      rootCertificate: this.authority.certificate.toString(),
      tlsRootCertificate: this.tlsAuthority.certificate.toString(),
    };
  }

  /** A new member. */
  enrol(name: string, role: Role): Member {
    const { mspId, surroundings } = this;
    const keys = surroundings.makeKeys();
    const { der } = issue(
      this.authority,
      {
        subject: { commonName: name, units: [role] },
        publicKey: keys.publicKey.export({ type: 'spki', format: 'der' }),
        profile: { usages: ['digitalSignature'], isAuthority: false },
        notBefore: new Date(surroundings.now() - 300_000),
        notAfter: new Date(surroundings.now() + LIFETIME_MS),
      },
      surroundings,
    );
    const pem = encodePem('CERTIFICATE', der);
    const creator = encode(SerializedIdentity, { mspid: mspId, idBytes: Buffer.from(pem) });
    return {
      mspId,
      creator,
      certificate: pem,
      sign: (message) => sign(keys.privateKey, message),
    };
  }
}
