import type { ConfigGroup } from './messages/configuration.js';
import { FabricMSPConfig, MSPConfig } from './messages/msp.js';
import type { PolicyValue } from './policy-build.js';
import { compareUtf8 } from './utf8-order.js';
import { encode } from './wire.js';
import type { Decoded, Encodable } from './wire.js';

/** An organisation's certificate authorities, PEM. */
export interface MspSpec {
  readonly mspId: string;
  readonly rootCertificate: string;
  readonly tlsRootCertificate: string;
  /** Authorities under the root. Where there are some, they issue the members' certificates, and the root does not. */
  readonly intermediateCertificates?: readonly string[];
  readonly tlsIntermediateCertificates?: readonly string[];
  readonly revocationLists?: readonly string[];
}

export type Group = Encodable<Decoded<typeof ConfigGroup>>;

const ADMINS = 'Admins';

/** The MSP of an organisation with node units: roles by the certificate's unit, whichever of its authorities issued it. */
export function mspValue(spec: MspSpec): Buffer {
  const { intermediateCertificates = [], tlsIntermediateCertificates = [] } = spec;
  const root = Buffer.from(spec.rootCertificate);
  // A unit that names an authority counts for its certificates only: with several, none is named.
  const certificate = intermediateCertificates.length === 0 ? root : Buffer.of();
  const unit = (organizationalUnitIdentifier: string): NodeUnit => ({
    certificate,
    organizationalUnitIdentifier,
  });
  const config = encode(FabricMSPConfig, {
    name: spec.mspId,
    rootCerts: [root],
    intermediateCerts: buffers(intermediateCertificates),
    revocationList: buffers(spec.revocationLists ?? []),
    tlsRootCerts: [Buffer.from(spec.tlsRootCertificate)],
    tlsIntermediateCerts: buffers(tlsIntermediateCertificates),
    cryptoConfig: { signatureHashFamily: 'SHA2', identityIdentifierHashFunction: 'SHA256' },
    fabricNodeOus: {
      enable: true,
      clientOuIdentifier: unit('client'),
      peerOuIdentifier: unit('peer'),
      adminOuIdentifier: unit('admin'),
      ordererOuIdentifier: unit('orderer'),
    },
  });
  return encode(MSPConfig, { config });
}

interface NodeUnit {
  readonly certificate: Buffer;
  readonly organizationalUnitIdentifier: string;
}

const buffers = (texts: readonly string[]): Buffer[] => texts.map((text) => Buffer.from(text));

interface GroupParts {
  readonly groups?: Readonly<Record<string, Group>>;
  readonly values: Readonly<Record<string, Uint8Array>>;
  readonly policies: Readonly<Record<string, PolicyValue>>;
}

/** A group of the configuration. Every element carries the modification policy `Admins`: one without could never be changed. Maps are written sorted by key. */
export function group({ groups = {}, values, policies }: GroupParts): Group {
  return {
    groups: sorted(groups).map(([key, value]) => ({ key, value })),
    values: sorted(values).map(([key, value]) => ({ key, value: { value, modPolicy: ADMINS } })),
    policies: sorted(policies).map(([key, policy]) => ({
      key,
      value: { policy, modPolicy: ADMINS },
    })),
    modPolicy: ADMINS,
  };
}

function sorted<T>(map: Readonly<Record<string, T>>): [string, T][] {
  return Object.entries(map).sort(([a], [b]) => compareUtf8(a, b));
}
