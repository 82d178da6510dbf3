import { FabricMSPConfig, MSPConfig, SerializedIdentity } from '@argosy/protocol/messages/msp';
import type { Signer } from '@argosy/protocol/signer';
import { encode } from '@argosy/protocol/wire';
import type { Decoded, Encodable } from '@argosy/protocol/wire';
import { YEAR_2020, certify, makeRoot } from './certificates.js';
import type { CertificateRequest, Certified } from './certificates.js';
import { signWith } from './signatures.js';
import type { Half } from './signatures.js';

type MspMessage = Encodable<Decoded<typeof FabricMSPConfig>>;

/** An organisation with all its keys. The name of its group is not its MSP id: who confuses them is found out. */
export class TestOrganisation {
  readonly mspId: string;
  readonly root: Certified;
  readonly #issuer: Certified;
  readonly #known = new Map<string, Signer>();
  readonly #change: (msp: MspMessage) => MspMessage;

  constructor(
    readonly name: string,
    {
      intermediate = false,
      msp = (it) => it,
    }: {
      /** Issue from an authority under the root. */
      readonly intermediate?: boolean;
      readonly msp?: (msp: MspMessage) => MspMessage;
    } = {},
  ) {
    this.mspId = `${name}MSP`;
    this.root = makeRoot({ commonName: `ca.${name}` });
    this.#issuer = intermediate
      ? certify(this.root, { commonName: `ica.${name}`, authority: true, from: YEAR_2020 })
      : this.root;
    this.#change = msp;
  }

  /** Who issues the members' certificates: the root, or the authority under it. */
  get issuer(): Certified {
    return this.#issuer;
  }

  /** A member in a role, the same one at each call. */
  get peer(): Signer {
    return this.#role('peer');
  }
  get client(): Signer {
    return this.#role('client');
  }
  get admin(): Signer {
    return this.#role('admin');
  }
  get orderer(): Signer {
    return this.#role('orderer');
  }

  /** Somebody new with a certificate of the organisation. */
  certified(request: CertificateRequest = {}): Certified {
    return certify(this.#issuer, { units: ['peer'], ...request });
  }

  signer(request: CertificateRequest = {}): Signer {
    return signerOf(this.mspId, this.certified(request));
  }

  /** The value `MSP` of its groups. */
  mspValue(change: (msp: MspMessage) => MspMessage = (it) => it): Buffer {
    const certificate = Buffer.from(this.#issuer.pem);
    const unit = (
      organizationalUnitIdentifier: string,
    ): { certificate: Buffer; organizationalUnitIdentifier: string } => ({
      certificate,
      organizationalUnitIdentifier,
    });
    const plain: MspMessage = {
      name: this.mspId,
      rootCerts: [Buffer.from(this.root.pem)],
      intermediateCerts: this.#issuer === this.root ? [] : [certificate],
      cryptoConfig: { signatureHashFamily: 'SHA2', identityIdentifierHashFunction: 'SHA256' },
      fabricNodeOus: {
        enable: true,
        clientOuIdentifier: unit('client'),
        peerOuIdentifier: unit('peer'),
        adminOuIdentifier: unit('admin'),
        ordererOuIdentifier: unit('orderer'),
      },
    };
    return encode(MSPConfig, { config: encode(FabricMSPConfig, change(this.#change(plain))) });
  }

  #role(unit: string): Signer {
    const signer =
      this.#known.get(unit) ?? this.signer({ commonName: `${unit}.${this.name}`, units: [unit] });
    this.#known.set(unit, signer);
    return signer;
  }
}

/** Whoever holds a certificate, as a signer; the wrapping of the certificate and the S of his signatures can be chosen. */
export function signerOf(
  mspId: string,
  { pem, key }: Certified,
  { text = pem, half = 'low' }: { readonly text?: string; readonly half?: Half } = {},
): Signer {
  return {
    mspId,
    creator: encode(SerializedIdentity, { mspid: mspId, idBytes: Buffer.from(text) }),
    sign: (message) => signWith(key, message, { half }),
  };
}
