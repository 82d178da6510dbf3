import type { ConfigGroup } from './messages/configuration.js';
import { FabricMSPConfig, MSPConfig } from './messages/msp.js';
import type { PolicyValue } from './policy-build.js';
import { encode } from './wire.js';
import type { Decoded, Encodable } from './wire.js';

/** An organisation's certificate authorities, PEM. */
export interface MspSpec {
  readonly mspId: string;
  readonly rootCertificate: string;
  readonly tlsRootCertificate: string;
}

export type Group = Encodable<Decoded<typeof ConfigGroup>>;

const ADMINS = 'Admins';

/** The MSP of an organisation with node units: one authority, and roles by the certificate's unit. */
export function mspValue({ mspId, rootCertificate, tlsRootCertificate }: MspSpec): Buffer {
  const certificate = Buffer.from(rootCertificate);
  const unit = (
    organizationalUnitIdentifier: string,
  ): { certificate: Buffer; organizationalUnitIdentifier: string } => ({
    certificate,
    organizationalUnitIdentifier,
  });
  const config = encode(FabricMSPConfig, {
    name: mspId,
    rootCerts: [certificate],
    tlsRootCerts: [Buffer.from(tlsRootCertificate)],
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
  return Object.entries(map).sort(([a], [b]) => (a < b ? -1 : 1));
}
